import { stringifyReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { Knex } from 'knex';
import { createDatabase } from '../database/Database';
import { insertOperation } from '../database/operations/insertOperation';
import { aNewOperation } from '../database/__testUtils__/aNewOperation';
import {
  dialects,
  openDatabases,
} from '../database/__testUtils__/openDatabases';
import { HandingOverEngine } from '../engines/__testUtils__/HandingOverEngine';
import { aPlan } from '../operations/__testUtils__/aPlan';
import {
  createReplica,
  dana,
  type Replica,
} from '../operations/__testUtils__/createReplica';
import {
  ScriptedCluster,
  ScriptedEngine,
  type Script,
} from '../operations/__testUtils__/ScriptedEngine';
import { ended, until } from '../operations/__testUtils__/until';

jest.setTimeout(60_000);

const databases = openDatabases();
afterAll(() => databases.close());

function gate() {
  let open = () => {};
  const passed = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open, passed };
}

describe.each(dialects)('the worker on %s', dialect => {
  let knex: Knex;
  let other: Knex;
  const replicas: Replica[] = [];

  function aReplica(
    options: Parameters<typeof createReplica>[1] = {},
    connection = knex,
  ): Replica {
    const created = createReplica(connection, options);
    replicas.push(created);
    return created;
  }

  beforeAll(async () => {
    knex = await databases.create(dialect);
    // SQLite has one connection for all; replicas of PostgreSQL have their own.
    other = dialect === 'PostgreSQL' ? databases.connect(knex) : knex;
  });
  afterEach(async () => {
    await Promise.all(replicas.map(({ worker }) => worker.stop()));
    replicas.length = 0;
    await knex('helm_operations').delete();
    await knex('helm_operation_events').delete();
    await knex('helm_bindings').delete();
  });

  it('28. never runs two of one release on two replicas, and finishes all in order', async () => {
    const cluster = new ScriptedCluster();
    const running = new Map<string, number>();
    const order: string[] = [];
    let most = 0;
    const script: Script = async run => {
      const key = stringifyReleaseRef(run.operation.release);
      running.set(key, (running.get(key) ?? 0) + 1);
      most = Math.max(most, running.get(key) ?? 0);
      const settled = await run.engine.succeed(run);
      order.push(run.operation.id);
      running.set(key, (running.get(key) ?? 0) - 1);
      return settled;
    };
    for (const connection of [knex, other]) {
      const engine = new ScriptedEngine(cluster);
      engine.script = script;
      aReplica({ engine, config: { concurrency: 6 } }, connection);
    }
    const releases = Array.from({ length: 20 }, () => aNewOperation().release);
    const wanted = new Map<string, string[]>();
    for (let index = 0; index < 200; index += 1) {
      const { id, release } = await insertOperation(
        createDatabase(knex),
        aNewOperation({ release: releases[(index * 7) % 20] }),
      );
      const key = stringifyReleaseRef(release);
      wanted.set(key, [...(wanted.get(key) ?? []), id]);
    }
    replicas.forEach(({ worker }) => worker.start());
    await until(() => order.length === 200);
    await until(async () => {
      const rows = await knex('helm_operations').whereNot({
        status: 'succeeded',
      });
      return rows.length === 0;
    });
    expect(most).toBe(1);
    for (const ids of wanted.values()) {
      expect(order.filter(id => ids.includes(id))).toEqual(ids);
    }
    expect(replicas.every(({ engine }) => engine.started.length > 0)).toBe(
      true,
    );
  });

  it('keeps a slot free of a burst in one environment', async () => {
    const finish = gate();
    const replica = aReplica({ config: { concurrency: 3 } });
    replica.engine.script = async run => {
      if (run.operation.environment === 'dev') {
        await finish.passed;
      }
      return run.engine.succeed(run);
    };
    for (let index = 0; index < 6; index += 1) {
      await replica.run(aPlan());
    }
    replica.worker.start();
    await until(() => replica.engine.started.length === 2);
    const lone = await replica.run(aPlan({ environment: 'prod' }));
    expect(await ended(replica, lone.id)).toMatchObject({
      status: 'succeeded',
    });
    expect(replica.engine.started).toHaveLength(3);
    finish.open();
    await until(() => replica.engine.started.length === 7);
  });

  it('runs what another replica admitted', async () => {
    const engine = new ScriptedEngine();
    const here = aReplica();
    const there = aReplica({ engine }, other);
    there.worker.start();
    const { id } = await here.run(aPlan());
    expect(await ended(there, id)).toMatchObject({ status: 'succeeded' });
    expect(here.engine.started).toEqual([]);
  });

  describe('when a worker dies', () => {
    /** A replica whose worker stops short where the script says, for good. */
    async function dying(
      script: (
        run: Parameters<Script>[0],
        die: () => Promise<void>,
      ) => ReturnType<Script>,
    ) {
      const [reached, woken] = [gate(), gate()];
      const cluster = new ScriptedCluster();
      const engine = new ScriptedEngine(cluster);
      const replica = aReplica({ engine, times: { drainMs: 0 } }, other);
      let zombie: Promise<unknown> = Promise.resolve();
      engine.script = run => {
        const result = script(run, async () => {
          reached.open();
          await woken.passed;
        });
        zombie = result.catch(error => error);
        return result;
      };
      replica.worker.start();
      const { id } = await replica.run(aPlan());
      await reached.passed;
      await replica.worker.stop();
      const survivor = aReplica({ engine: new ScriptedEngine(cluster) });
      survivor.worker.start();
      return {
        id,
        cluster,
        survivor,
        /** Lets the dead one go on, as after a long pause of its machine. */
        async wake() {
          woken.open();
          return zombie;
        },
      };
    }

    /** Attempts after the first wait for seconds; tests don't. */
    async function skipPause(id: string, attempt = 2) {
      await until(async () =>
        knex('helm_operations')
          .where({ id, attempt, status: 'queued' })
          .update({ available_at: 0 }),
      );
    }

    it('23. before its intent: runs it anew, and never lets the dead one start', async () => {
      const { id, cluster, survivor, wake } = await dying(async (run, die) => {
        await die();
        return run.engine.succeed(run);
      });
      await skipPause(id);
      expect(await ended(survivor, id)).toMatchObject({
        status: 'succeeded',
        attempt: 2,
      });
      expect(await wake()).toMatchObject({ name: 'LeaseLostError' });
      expect(cluster.changes).toHaveLength(1);
    });

    it('23. after its intent, before any change: runs it anew', async () => {
      const { id, cluster, survivor } = await dying(async (run, die) => {
        await run.reporter.intent({ pid: 42, startTime: '7' });
        await die();
        throw new Error('killed');
      });
      const intents: unknown[] = [];
      survivor.engine.recovery = async (_, intent) => {
        intents.push(intent);
        return { type: 'never-started' };
      };
      await skipPause(id);
      expect(await ended(survivor, id)).toMatchObject({ status: 'succeeded' });
      expect(intents).toEqual([
        { host: 'host-1', bootId: 'boot-1', pid: 42, startTime: '7' },
      ]);
      expect(cluster.changes).toHaveLength(1);
    });

    it('23. after the change, before its commit: takes what the cluster holds', async () => {
      const { id, cluster, survivor, wake } = await dying(async (run, die) => {
        const settled = await run.engine.succeed(run);
        await die();
        return settled;
      });
      const expected: number[] = [];
      survivor.engine.recovery = async operation => {
        expected.push(operation.expectedRevision);
        return survivor.engine.settled('succeeded', operation);
      };
      expect(await ended(survivor, id)).toMatchObject({
        status: 'succeeded',
        attempt: 1,
        revisionAfter: 1,
      });
      expect(expected).toEqual([1]);
      // 30. The stale owner ends late: refused by its ticket, and written down.
      await wake();
      await until(async () =>
        knex('helm_operation_events')
          .where({ operation_id: id, type: 'warning' })
          .where('body', 'like', '%ended it late%')
          .first(),
      );
      expect(cluster.changes).toHaveLength(1);
      expect(await survivor.successes.list(aPlan().plan.release)).toEqual([]);
      expect(await survivor.service.get(id, dana)).toMatchObject({
        status: 'succeeded',
        outcome: { holds: 'Revision 1 is deployed.' },
      });
    });

    it('asks again while it can not be decided, and gives up after the deadline', async () => {
      const { id, survivor } = await dying(async (run, die) => {
        await run.reporter.intent({});
        await die();
        throw new Error('killed');
      });
      let asked = 0;
      survivor.engine.recovery = async () => {
        asked += 1;
        if (asked === 2) {
          throw new Error('cluster away');
        }
        return undefined;
      };
      await until(() => asked > 4);
      expect(await survivor.service.get(id, dana)).toMatchObject({
        status: 'running',
      });
      await knex('helm_operations').where({ id }).update({ deadline: 1 });
      expect(await ended(survivor, id)).toMatchObject({
        status: 'interrupted',
        outcome: { code: 'INTERRUPTED' },
      });
    });

    it('24. puts back what it broke, if the broken revision is its own', async () => {
      const cluster = new ScriptedCluster();
      const survivor = aReplica({ engine: new ScriptedEngine(cluster) });
      survivor.worker.start();
      const { id: first, release } = await survivor.run(aPlan());
      await ended(survivor, first);
      survivor.engine.script = async run => {
        if (run.operation.kind === 'rollback') {
          return run.engine.succeed(run);
        }
        await run.engine.change(run, { status: 'pending-upgrade' });
        throw new Error('helm was killed');
      };
      survivor.engine.recovery = operation =>
        survivor.engine.settled('interrupted', operation);
      const { id } = await survivor.run(
        aPlan({ kind: 'upgrade', release }, { rollbackOnFailure: true }),
      );
      expect(await ended(survivor, id)).toMatchObject({
        status: 'rolled-back',
        outcome: { holds: 'Revision 3 is deployed.' },
      });
    });
  });

  it('stops claiming at once on shutdown, and waits for what runs', async () => {
    const [started, finish] = [gate(), gate()];
    const replica = aReplica();
    replica.engine.script = async run => {
      started.open();
      await finish.passed;
      return run.engine.succeed(run);
    };
    replica.worker.start();
    expect(replica.worker.health()).toEqual({ ok: true });
    const { id } = await replica.run(aPlan());
    await started.passed;
    const stopped = replica.worker.stop();
    expect(replica.worker.health()).toMatchObject({ ok: false });
    const later = await replica.run(aPlan());
    finish.open();
    await stopped;
    expect(await replica.service.get(id, dana)).toMatchObject({
      status: 'succeeded',
    });
    expect(await replica.service.get(later.id, dana)).toMatchObject({
      status: 'queued',
    });
  });

  it('keeps an operation that runs longer than a lease', async () => {
    const replica = aReplica({ times: { leaseMs: 200, renewMs: 30 } });
    const rival = aReplica({}, other);
    const finish = gate();
    let recoveries = 0;
    rival.engine.recovery = async () => {
      recoveries += 1;
      return undefined;
    };
    replica.engine.script = async run => {
      await run.engine.change(run, {});
      await finish.passed;
      return run.engine.settled('succeeded', run.operation);
    };
    replica.worker.start();
    const { id } = await replica.run(aPlan());
    const leaseOf = async () => {
      const row = await knex('helm_operations').where({ id }).first();
      return Number(row.lease_expires_at);
    };
    const first = await until(leaseOf);
    rival.worker.start();
    await until(async () => (await leaseOf()) > first + 400);
    finish.open();
    await ended(replica, id);
    expect(recoveries).toBe(0);
  });

  describe('with an engine that hands over', () => {
    async function handedOver() {
      const engine = new HandingOverEngine({ now: () => Date.now() });
      const here = aReplica({ engines: [engine], config: { concurrency: 1 } });
      const there = aReplica({ engines: [engine] }, other);
      here.worker.start();
      const { id } = await here.run(aPlan({ engine: 'handing-over' }));
      await until(
        async () => (await here.service.get(id, dana)).status === 'handed-over',
      );
      return { engine, here, there, id };
    }

    it('holds no slot, and is polled to its end by any replica', async () => {
      const { engine, here, there, id } = await handedOver();
      const besides = await here.run(aPlan());
      expect(await ended(here, besides.id)).toMatchObject({
        status: 'succeeded',
      });
      await here.worker.stop();
      const before = engine.polls;
      there.worker.start();
      await until(() => engine.polls > before + 1);
      engine.finish(id);
      expect(await ended(there, id)).toMatchObject({
        status: 'succeeded',
        revisionAfter: 1,
        phases: expect.arrayContaining([
          expect.objectContaining({ name: 'preflight', status: 'passed' }),
        ]),
      });
    });

    it('is cancelled by its engine, if that lets go', async () => {
      const { engine, here, id } = await handedOver();
      engine.canStop = false;
      await expect(here.service.cancel(id, dana)).rejects.toMatchObject({
        code: 'NOT_CANCELLABLE',
        message: expect.stringContaining('does not let go'),
      });
      engine.canStop = true;
      expect(await here.service.cancel(id, dana)).toMatchObject({
        status: 'cancelled',
      });
    });

    it('is found again when the worker dies between asking and handing over', async () => {
      const engine = new HandingOverEngine({ now: () => Date.now() });
      const [asked, never] = [gate(), gate()];
      const start = engine.start.bind(engine);
      const dead = aReplica(
        { engines: [engine], times: { drainMs: 0 } },
        other,
      );
      engine.start = async (...args) => {
        const result = await start(...args);
        asked.open();
        await never.passed;
        return result;
      };
      dead.worker.start();
      const { id } = await dead.run(aPlan({ engine: 'handing-over' }));
      await asked.passed;
      await dead.worker.stop();
      const survivor = aReplica({ engines: [engine] });
      survivor.worker.start();
      await until(() => engine.polls > 0);
      engine.finish(id);
      expect(await ended(survivor, id)).toMatchObject({ status: 'succeeded' });
      expect(engine.requests.size).toBe(1);
      never.open();
    });

    it('ends interrupted when the engine does not finish in time', async () => {
      const { here, id } = await handedOver();
      await until(async () =>
        knex('helm_operations')
          .where({ id, status: 'handed-over' })
          .update({ deadline: 1 }),
      );
      // The engine names the deadline anew at each poll; the row's own counts.
      expect(await ended(here, id)).toMatchObject({
        status: 'interrupted',
        outcome: { code: 'WAIT_TIMEOUT' },
      });
    });
  });
});

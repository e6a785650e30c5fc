import { stringifyReleaseRef } from '@backstage-helm/plugin-helm-common';
import { createDatabase } from '../database/Database';
import { insertOperation } from '../database/operations/insertOperation';
import { aNewOperation } from '../database/__testUtils__/aNewOperation';
import { aPlan } from '../operations/__testUtils__/aPlan';
import { dana } from '../operations/__testUtils__/createReplica';
import {
  describeOperations,
  gate,
} from '../operations/__testUtils__/describeOperations';
import {
  ScriptedCluster,
  ScriptedEngine,
  type Script,
} from '../operations/__testUtils__/ScriptedEngine';
import { ended, until } from '../operations/__testUtils__/until';

jest.setTimeout(60_000);

describeOperations('the worker', setup => {
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
    const engines = [new ScriptedEngine(cluster), new ScriptedEngine(cluster)];
    const config = { concurrency: 6 };
    const replicas = [
      setup.another({ engine: engines[0], config }),
      setup.elsewhere({ engine: engines[1], config }),
    ];
    engines.forEach(engine => {
      engine.script = script;
    });
    const releases = Array.from({ length: 20 }, () => aNewOperation().release);
    const wanted = new Map<string, string[]>();
    for (let index = 0; index < 200; index += 1) {
      const { id, release } = await insertOperation(
        createDatabase(setup.knex),
        aNewOperation({ release: releases[(index * 7) % 20] }),
      );
      const key = stringifyReleaseRef(release);
      wanted.set(key, [...(wanted.get(key) ?? []), id]);
    }
    replicas.forEach(({ worker }) => worker.start());
    await until(() => order.length === 200);
    await until(async () => {
      const rows = await setup.knex('helm_operations').whereNot({
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
    const replica = setup.another({ config: { concurrency: 3 } });
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
    const here = setup.another();
    const there = setup.elsewhere({ engine });
    there.worker.start();
    const { id } = await here.run(aPlan());
    expect(await ended(there, id)).toMatchObject({ status: 'succeeded' });
    expect(here.engine.started).toEqual([]);
  });

  it('stops claiming at once on shutdown, and waits for what runs', async () => {
    const [started, finish] = [gate(), gate()];
    const replica = setup.another();
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
    const replica = setup.another({ times: { leaseMs: 1_500, renewMs: 30 } });
    const rival = setup.elsewhere();
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
      const row = await setup.knex('helm_operations').where({ id }).first();
      return Number(row.lease_expires_at);
    };
    const first = await until(leaseOf);
    rival.worker.start();
    await until(async () => (await leaseOf()) > first + 1_500);
    finish.open();
    await ended(replica, id);
    expect(recoveries).toBe(0);
  });
});

import { aPlan } from './__testUtils__/aPlan';
import { dana, DYING_TIMES } from './__testUtils__/createReplica';
import { describeOperations, gate } from './__testUtils__/describeOperations';
import {
  ScriptedCluster,
  ScriptedEngine,
  type Script,
} from './__testUtils__/ScriptedEngine';
import { ended, until } from './__testUtils__/until';

jest.setTimeout(60_000);

describeOperations('recovery', setup => {
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
    const replica = setup.elsewhere({ engine, times: DYING_TIMES });
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
    const survivor = setup.another({ engine: new ScriptedEngine(cluster) });
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
      setup
        .knex('helm_operations')
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
      setup
        .knex('helm_operation_events')
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
    await setup.knex('helm_operations').where({ id }).update({ deadline: 1 });
    expect(await ended(survivor, id)).toMatchObject({
      status: 'interrupted',
      outcome: { code: 'INTERRUPTED' },
    });
  });

  it('24. puts back what it broke, if the broken revision is its own', async () => {
    const cluster = new ScriptedCluster();
    const survivor = setup.another({ engine: new ScriptedEngine(cluster) });
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

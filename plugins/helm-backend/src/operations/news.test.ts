import { aPlan } from './__testUtils__/aPlan';
import { DYING_TIMES } from './__testUtils__/createReplica';
import { describeOperations, gate } from './__testUtils__/describeOperations';
import {
  ScriptedCluster,
  ScriptedEngine,
} from './__testUtils__/ScriptedEngine';
import { ended } from './__testUtils__/until';
import type { OperationNews } from './OperationNews';

jest.setTimeout(60_000);

describeOperations('the news', setup => {
  function listener() {
    const told: OperationNews[] = [];
    return {
      tell: (news: OperationNews) => {
        told.push(news);
      },
      of: (id: string) =>
        told
          .filter(({ operation }) => operation.id === id)
          .filter(({ type }) =>
            ['started', 'lease-lost', 'settled'].includes(type),
          )
          .map(({ type, operation }) => `${type} ${operation.status}`),
    };
  }

  it('tells a start and an end once they are in the database', async () => {
    const news = listener();
    const replica = setup.another({ tell: news.tell });
    replica.worker.start();
    const { id } = await replica.run(aPlan());
    await ended(replica, id);
    expect(news.of(id)).toEqual(['started running', 'settled succeeded']);
  });

  it('tells a failed one again when its automatic rollback has ended', async () => {
    const news = listener();
    const replica = setup.another({ tell: news.tell });
    const release = await setup.installed(replica);
    replica.engine.script = run =>
      run.operation.kind === 'upgrade'
        ? run.engine.fail(run)
        : run.engine.succeed(run);
    const { id } = await replica.run(
      aPlan({ kind: 'upgrade', release }, { rollbackOnFailure: true }),
    );
    const { followedBy = '' } = await ended(replica, id);
    expect(news.of(id)).toEqual([
      'started running',
      'settled failed',
      'settled rolled-back',
    ]);
    expect(news.of(followedBy)).toEqual([
      'started running',
      'settled succeeded',
    ]);
  });

  it('tells once that a worker was lost, however long it takes to find out', async () => {
    const cluster = new ScriptedCluster();
    const dying = setup.elsewhere({
      engine: new ScriptedEngine(cluster),
      times: DYING_TIMES,
    });
    const [reached, never] = [gate(), gate()];
    dying.engine.script = async run => {
      await run.engine.change(run, {});
      reached.open();
      await never.passed;
      throw new Error('killed');
    };
    dying.worker.start();
    const { id } = await dying.run(aPlan());
    await reached.passed;
    // As when the process is killed: nothing is handed back.
    await setup
      .knex('helm_operations')
      .where({ id })
      .update({ ticket: 'of a dead process', lease_expires_at: 0 });
    const news = listener();
    const survivor = setup.another({
      engine: new ScriptedEngine(cluster),
      tell: news.tell,
    });
    let asked = 0;
    survivor.engine.recovery = async operation => {
      asked += 1;
      return asked > 3
        ? survivor.engine.settled('succeeded', operation)
        : undefined;
    };
    await dying.worker.stop();
    survivor.worker.start();
    await ended(survivor, id);
    expect(news.of(id)).toEqual(['lease-lost running', 'settled succeeded']);
    never.open();
  });
});

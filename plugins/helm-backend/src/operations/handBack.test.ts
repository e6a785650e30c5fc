import { aPlan } from './__testUtils__/aPlan';
import { dana } from './__testUtils__/createReplica';
import { describeOperations, gate } from './__testUtils__/describeOperations';
import {
  ScriptedCluster,
  ScriptedEngine,
} from './__testUtils__/ScriptedEngine';
import { ended, until } from './__testUtils__/until';

jest.setTimeout(60_000);

describeOperations('shutting down', setup => {
  it('27. hands back what outlasts the drain, with the reason; another replica ends it', async () => {
    const cluster = new ScriptedCluster();
    const leaving = setup.elsewhere({
      engine: new ScriptedEngine(cluster),
      times: { drainMs: 20, leaseMs: 60_000 },
    });
    const [changed, never] = [gate(), gate()];
    const signals: AbortSignal[] = [];
    leaving.engine.script = async run => {
      signals.push(run.signal);
      await run.engine.change(run, {});
      changed.open();
      await never.passed;
      return run.engine.settled('succeeded', run.operation);
    };
    leaving.worker.start();
    const { id } = await leaving.run(aPlan());
    await changed.passed;
    await leaving.worker.stop();
    // Left alone: no signal, and no new work.
    expect(signals[0].aborted).toBe(false);
    const later = await leaving.run(aPlan());
    const staying = setup.another({ engine: new ScriptedEngine(cluster) });
    expect((await staying.service.get(later.id, dana)).status).toBe('queued');

    // Long before the lease would have run out.
    staying.worker.start();
    expect(await ended(staying, id)).toMatchObject({
      status: 'succeeded',
      attempt: 1,
    });
    const events = await setup
      .knex('helm_operation_events')
      .where({ operation_id: id, type: 'warning' })
      .orderBy('seq')
      .pluck('body');
    expect(events[0]).toMatch(/^Handed back: this replica is shutting down\./);
    expect(
      await setup
        .knex('helm_audit')
        .where({ operation_id: id })
        .where('action', 'like', 'operation.%')
        .orderBy('position')
        .pluck('action'),
    ).toEqual([
      'operation.requested',
      'operation.started',
      'operation.handed-back',
      'operation.recovered',
      'operation.settled',
    ]);
    never.open();
    await until(async () => {
      const status = (await staying.service.get(later.id, dana)).status;
      return status === 'succeeded';
    });
    expect(cluster.changes.filter(change => change.id === id)).toHaveLength(1);
  });
});

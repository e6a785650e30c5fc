import { aPlan } from './__testUtils__/aPlan';
import { dana } from './__testUtils__/createReplica';
import { describeOperations, gate } from './__testUtils__/describeOperations';
import { ended } from './__testUtils__/until';

jest.setTimeout(60_000);

describeOperations('cancelling', setup => {
  it('takes a waiting one out of the queue', async () => {
    const { id, release } = await setup.replica.run(aPlan());
    expect(await setup.replica.service.cancel(id, dana)).toMatchObject({
      status: 'cancelled',
    });
    expect(await setup.replica.bindings.get(release)).toBeUndefined();
    await expect(setup.replica.service.cancel(id, dana)).rejects.toMatchObject({
      code: 'NOT_CANCELLABLE',
    });
  });

  it('signals a running upgrade, from any replica', async () => {
    const release = await setup.installed();
    const started = gate();
    setup.replica.engine.script = async run => {
      await run.engine.change(run, { status: 'failed' });
      started.open();
      await new Promise(resolve => {
        run.signal.addEventListener('abort', resolve);
      });
      return run.engine.settled('cancelled', run.operation);
    };
    const { id } = await setup.replica.run(aPlan({ kind: 'upgrade', release }));
    await started.passed;
    const elsewhere = setup.another({ plans: setup.replica.plans });
    expect(await elsewhere.service.cancel(id, dana)).toMatchObject({
      cancelRequestedBy: 'user:default/dana',
    });
    expect(await ended(setup.replica, id)).toMatchObject({
      status: 'cancelled',
    });
  });

  it('ends one at once that has not begun to change anything', async () => {
    const { replica } = setup;
    const started = gate();
    replica.engine.script = async run => {
      started.open();
      await new Promise((_, reject) => {
        run.signal.addEventListener('abort', () =>
          reject(new Error('aborted')),
        );
      });
      return run.engine.succeed(run);
    };
    replica.worker.start();
    const { id, release } = await replica.run(aPlan());
    await started.passed;
    await replica.service.cancel(id, dana);
    expect(await ended(replica, id)).toMatchObject({
      status: 'cancelled',
      attempt: 1,
      outcome: { why: 'user:default/dana cancelled it.' },
    });
    expect(await replica.bindings.get(release)).toBeUndefined();
  });

  it('never signals a rollback', async () => {
    const release = await setup.installed();
    const [started, finish] = [gate(), gate()];
    setup.replica.engine.script = async run => {
      started.open();
      await finish.passed;
      expect(run.signal.aborted).toBe(false);
      return run.engine.succeed(run);
    };
    const { id } = await setup.replica.run(
      aPlan({ kind: 'rollback', release }),
    );
    await started.passed;
    await expect(setup.replica.service.cancel(id, dana)).rejects.toMatchObject({
      code: 'NOT_CANCELLABLE',
    });
    expect(
      (await setup.replica.service.get(id, dana)).actions?.[0],
    ).toMatchObject({
      action: 'cancel',
      allowed: false,
      reason: expect.stringContaining('never interrupted'),
    });
    finish.open();
    expect(await ended(setup.replica, id)).toMatchObject({
      status: 'succeeded',
    });
  });
});

import { aPlan } from './__testUtils__/aPlan';
import { dana } from './__testUtils__/createReplica';
import { describeOperations } from './__testUtils__/describeOperations';
import { ended } from './__testUtils__/until';

jest.setTimeout(60_000);

describeOperations('retrying', setup => {
  it('is a new operation on a fresh plan, linked to the old one, once', async () => {
    const retrying = setup.another({
      replan: async operation => aPlan({ release: operation.release }),
    });
    retrying.worker.start();
    retrying.engine.script = run =>
      run.engine.settled('failed', run.operation, false);
    const failed = await retrying.run(aPlan());
    expect(await ended(retrying, failed.id)).toMatchObject({
      status: 'failed',
      actions: [
        { action: 'cancel', allowed: false },
        { action: 'retry', allowed: true },
      ],
    });
    retrying.engine.script = run => run.engine.succeed(run);
    const again = await retrying.service.retry(failed.id, {}, dana);
    expect(again).toMatchObject({ retryOf: failed.id, reason: 'because' });
    expect(again.planId).not.toBe(failed.planId);
    expect(await ended(retrying, again.id)).toMatchObject({
      status: 'succeeded',
    });
    expect((await retrying.service.retry(failed.id, {}, dana)).id).toBe(
      again.id,
    );
    await expect(
      retrying.service.retry(again.id, {}, dana),
    ).rejects.toMatchObject({ code: 'ACTION_NOT_POSSIBLE' });
  });
});

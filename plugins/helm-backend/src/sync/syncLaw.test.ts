import fc from 'fast-check';
import { describeOperations } from '../operations/__testUtils__/describeOperations';
import { syncAction } from './__testUtils__/syncAction';
import { SyncComparison } from './__testUtils__/SyncComparison';

jest.setTimeout(300_000);

describeOperations('the law of automatic sync', setup => {
  it('is kept, whatever is declared, fails, is rolled back, paused and decided', async () => {
    const law = fc.asyncProperty(
      fc.array(syncAction, { minLength: 4, maxLength: 24 }),
      fc.boolean(),
      async (actions, needsApproval) => {
        const comparison = await SyncComparison.create(setup, needsApproval);
        try {
          for (const action of actions) {
            await comparison.apply(action);
            await comparison.check();
          }
          await comparison.settle();
        } finally {
          await comparison.stop();
        }
      },
    );
    await expect(
      fc.assert(law, { numRuns: 15, includeErrorInReport: true }),
    ).resolves.toBeUndefined();
  });
});

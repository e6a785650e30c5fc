import { mockCredentials } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { aPlan } from '../operations/__testUtils__/aPlan';
import { dana } from '../operations/__testUtils__/createReplica';
import { describeOperations } from '../operations/__testUtils__/describeOperations';
import type { PlanRecord } from '../plans/PlanRecord';
import { governed } from './__testUtils__/governed';

jest.setTimeout(120_000);

const people = ['dana', 'pia', 'omar', 'lea', 'eve'] as const;

/** One thing that somebody does, or that happens to the release. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('approve' as const),
      who: fc.constantFrom(...people),
      /** Of the plan that waits, or of one that waited before. */
      isCurrent: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('change' as const) }) },
);

describeOperations('the law of approvals', setup => {
  it('queues nothing that fewer different people than are required approved, as it would run', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), {
          maxLength: 6,
        }),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        async (rounds, required, selfApproval) => {
          let current: PlanRecord | undefined;
          const { replica } = governed(
            setup,
            { required, selfApproval },
            {
              replanFor: async (_, waiting) =>
                current ?? replica.plans.get(waiting.planId!),
            },
          );
          const { id, release, approval } = await replica.run(aPlan());
          let seen = approval!.planDigest;
          let before = 'none';
          for (const round of rounds) {
            // Those of one round come at the same time.
            await Promise.allSettled(
              round.map(async each => {
                if (each.type === 'change') {
                  current = aPlan({ release, baseRevision: 1 });
                  return;
                }
                await replica.approvals.approve(
                  id,
                  { planDigest: each.isCurrent ? seen : before },
                  mockCredentials.user(`user:default/${each.who}`),
                );
              }),
            );
            const now = await replica.service.get(id, dana);
            const { planDigest, given } = now.approval!;
            if (now.status === 'queued') {
              const counted = new Set(
                given
                  .map(({ by }) => by)
                  .filter(by => selfApproval || by !== 'user:default/dana'),
              );
              expect(counted.size).toBeGreaterThanOrEqual(required);
              expect([...counted]).not.toContain('user:default/eve');
              const rows = await setup
                .knex('helm_approvals')
                .where({ operation_id: id, plan_digest: planDigest })
                .pluck('approver');
              expect(new Set(rows)).toEqual(new Set(given.map(({ by }) => by)));
              return;
            }
            expect(now.status).toBe('awaiting-approval');
            if (planDigest !== seen) {
              before = seen;
              seen = planDigest;
            }
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});

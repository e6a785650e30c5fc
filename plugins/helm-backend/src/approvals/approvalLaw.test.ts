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
type Step =
  | { type: 'approve'; who: (typeof people)[number]; isCurrent: boolean }
  | { type: 'change' };

const step: fc.Arbitrary<Step> = fc.oneof(
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
  /**
   * Plays the rounds, whose steps come at the same time, until it is queued.
   * Gives who had approved by then the very plan that it was queued with.
   */
  async function play(
    rounds: Step[][],
    rule: { required: number; selfApproval: boolean },
  ): Promise<string[] | undefined> {
    const world: { current?: PlanRecord } = {};
    const { replica } = governed(setup, rule, {
      replanFor: async (_, waiting) =>
        world.current ?? replica.plans.get(waiting.planId!),
    });
    const { id, release, approval } = await replica.run(aPlan());
    const digests = ['none', approval!.planDigest];
    async function take(each: Step): Promise<void> {
      if (each.type === 'change') {
        world.current = aPlan({ release, baseRevision: 1 });
        return;
      }
      await replica.approvals.approve(
        id,
        { planDigest: digests.at(each.isCurrent ? -1 : -2)! },
        mockCredentials.user(`user:default/${each.who}`),
      );
    }
    for (const round of rounds) {
      await Promise.allSettled(round.map(take));
      const now = await replica.service.get(id, dana);
      const { planDigest } = now.approval!;
      if (now.status === 'queued') {
        return setup
          .knex('helm_approvals')
          .where({ operation_id: id, plan_digest: planDigest })
          .pluck('approver');
      }
      if (planDigest !== digests.at(-1)) {
        digests.push(planDigest);
      }
    }
    return undefined;
  }

  it('queues nothing that fewer different people than are required approved, as it would run', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), {
          maxLength: 6,
        }),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        async (rounds, required, selfApproval) => {
          const approvers = await play(rounds, { required, selfApproval });
          const eligible = new Set(
            (approvers ?? []).filter(
              by => selfApproval || by !== 'user:default/dana',
            ),
          );
          eligible.delete('user:default/eve');
          expect(approvers === undefined || eligible.size >= required).toBe(
            true,
          );
        },
      ),
      { numRuns: 25 },
    );
  });
});

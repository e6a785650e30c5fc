import { HelmError } from '@backstage-helm/plugin-helm-common';
import { getClaimed } from '../database/operations/getOperation';
import { checkBlocks } from '../operations/checkPlan';
import type { ServiceContext } from '../operations/ServiceContext';
import { askAgain } from './askAgain';
import { undecided } from './undecided';
import {
  environmentOfOperation,
  isApprovable,
  notWaiting,
  stale,
  type ApprovableOperation,
} from './waitingOperation';

/**
 * Whether the plan that waits for approval is still what would run: it is made
 * anew, on behalf of who asked for it, and compared by its digest, which covers
 * the base, the declaration, the chart, the values and the policy.
 *
 * @throws HelmError APPROVAL_STALE with the plan that waits from now on;
 *   NOT_ALLOWED when who asked for it may not do it any more; PLAN_BLOCKED,
 *   PROMOTION_RULE when it could not run now
 */
export async function checkFresh(
  context: ServiceContext,
  operation: ApprovableOperation,
): Promise<void> {
  const { id, release, requestedBy, approval } = operation;
  const held = await getClaimed(context.database, id);
  if (!held || !isApprovable(held)) {
    throw notWaiting(held ?? operation);
  }
  for (const decision of held.decisions) {
    if (!(await context.authorizer.stillAllowed(decision, release))) {
      throw new HelmError(
        {
          code: 'NOT_ALLOWED',
          message: `${requestedBy} asked for it and is not allowed to do it any more.`,
          wayOut: 'Reject it.',
        },
        { status: 409 },
      );
    }
  }
  const fresh = await context.replanFor(requestedBy, held);
  const [missing] = undecided(fresh, held.decisions);
  if (missing) {
    throw new HelmError(
      {
        code: 'NOT_ALLOWED',
        message: `By now it needs ${missing}, which ${requestedBy} did not need to ask for it.`,
        wayOut: 'Reject it, so that it can be asked for again.',
      },
      { status: 409 },
    );
  }
  if (fresh.plan.digest === approval.planDigest) {
    const environment = environmentOfOperation(context, operation);
    await checkBlocks(context, fresh, environment);
    return;
  }
  const asked = await askAgain(context, operation, fresh);
  if (asked && isApprovable(asked)) {
    throw stale(asked);
  }
  // Someone else approved or ended it meanwhile.
  const now = await getClaimed(context.database, id);
  throw now && isApprovable(now) ? stale(now) : notWaiting(now ?? operation);
}

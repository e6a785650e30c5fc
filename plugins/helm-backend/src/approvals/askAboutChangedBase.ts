import type { ClaimedOperation } from '../database/OperationRow';
import type { OperationsContext } from '../operations/OperationsContext';
import { askAgain } from './askAgain';
import { undecided } from './undecided';

/** Somebody else is faster each time: then a person should look at why. */
const MOST = 5;

/**
 * What was approved can't run, because somebody changed the release since:
 * those who approved are asked about what would run now.
 *
 * @returns false when nobody is to be asked; then it ends as others do
 */
export async function askAboutChangedBase(
  context: OperationsContext,
  operation: ClaimedOperation,
): Promise<boolean> {
  const { approval, decisions, release, requestedBy } = operation;
  if (!approval || approval.askedAgain >= MOST) {
    return false;
  }
  try {
    for (const decision of decisions) {
      if (!(await context.authorizer.stillAllowed(decision, release))) {
        return false;
      }
    }
    const fresh = await context.replanFor(requestedBy, operation);
    return (
      fresh.plan.digest !== approval.planDigest &&
      !undecided(fresh, decisions).length &&
      (await askAgain(context, { ...operation, approval }, fresh)) !== undefined
    );
  } catch (error) {
    context.logger.warn(
      `Operation ${operation.id} could not be planned again`,
      error as Error,
    );
    return false;
  }
}

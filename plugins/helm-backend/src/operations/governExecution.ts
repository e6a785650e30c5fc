import { describeFreeze } from '@backstage-helm/plugin-helm-common';
import { countApprovals } from '../approvals/countApprovals';
import { listApprovals } from '../database/operations/listApprovals';
import type { ClaimedOperation } from '../database/OperationRow';
import { governWork } from './governWork';
import type { OperationsContext } from './OperationsContext';
import { outcomes } from './outcomes';
import type { Ending } from './settleOperation';

/**
 * What governed the operation at admission, once more before it starts: a
 * freeze may have begun, and the configuration may ask for more approvals than
 * it did. Only those of the plan that runs count.
 *
 * @returns how the operation ends, when it may not run
 */
export async function governExecution(
  context: OperationsContext,
  operation: ClaimedOperation,
): Promise<Ending | undefined> {
  const { id, kind, environment, approval, requestedBy } = operation;
  const { frozen, approvals } = await governWork(context, operation, {
    isStarting: true,
  });
  const denied = (problem: Parameters<typeof outcomes.refused>[1]): Ending => ({
    status: 'denied',
    outcome: outcomes.refused(kind, problem),
    changed: false,
  });
  if (frozen && !operation.overridesFreeze) {
    return denied(describeFreeze(environment, frozen));
  }
  if (!approvals) {
    return undefined;
  }
  const given = approval
    ? await listApprovals(context.database, {
        operationId: id,
        planId: operation.planId ?? '',
      })
    : [];
  const { count, isEnough } = countApprovals(approvals, requestedBy, given);
  return isEnough
    ? undefined
    : denied({
        code: 'APPROVAL_STALE',
        message: `${environment} asks for ${approvals.required} approvals now; it has ${count}.`,
        wayOut: 'Ask for it again.',
      });
}

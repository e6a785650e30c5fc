import { appendAudit } from '../audit/AuditLog';
import { inTransaction, readClock } from '../database/Database';
import { appendEvents } from '../database/operations/appendEvents';
import { listApprovals } from '../database/operations/listApprovals';
import { lockOperation } from '../database/operations/lockOperation';
import { recordApproval } from '../database/operations/recordApproval';
import { updateApproval } from '../database/operations/updateApproval';
import type { OperationRow } from '../database/OperationRow';
import type { ServiceContext } from '../operations/ServiceContext';
import { countApprovals } from './countApprovals';
import type { GivenApproval } from './StoredApproval';
import { ruleOf, type ApprovableOperation } from './waitingOperation';

/** An approval that its giver may give. */
export interface Decision {
  by: string;
  isBreakGlass: boolean;
  /** Redacted. */
  reason?: string;
  /**
   * Whether these are enough.
   *
   * @throws when they are, and it may not run all the same
   */
  assertMayRun: (given: readonly GivenApproval[]) => boolean;
}

/**
 * Writes an approval of the plan down, and queues the operation when it has
 * enough of them. Whoever comes at the same time waits for this transaction
 * and counts what is there by then.
 *
 * @returns undefined when it waits for another plan by now, or for none
 */
export async function recordDecision(
  context: ServiceContext,
  operation: ApprovableOperation,
  decision: Decision,
): Promise<OperationRow | undefined> {
  const { id, release, environment } = operation;
  const { planDigest } = operation.approval;
  const { by, isBreakGlass, reason } = decision;
  const decided = await inTransaction(context.database, async tx => {
    const held = await lockOperation(tx, id);
    if (
      held?.status !== 'awaiting-approval' ||
      held.approval?.planDigest !== planDigest ||
      (held.approveBy ?? Infinity) <= (await readClock(tx))
    ) {
      return undefined;
    }
    const which = { operationId: id, planId: held.planId ?? '' };
    await recordApproval(tx, {
      ...which,
      planDigest,
      by,
      isBreakGlass,
      reason,
    });
    const given = await listApprovals(tx, which);
    const isEnough = decision.assertMayRun(given);
    const row = await updateApproval(tx, {
      id,
      approval: { ...held.approval, given },
      queueForMs: isEnough ? context.config.planTtlSeconds * 1000 : undefined,
    });
    const { count } = countApprovals(
      ruleOf(context, operation),
      operation.requestedBy,
      given,
    );
    await appendEvents(tx, id, [
      {
        at: context.now(),
        type: isBreakGlass ? 'warning' : 'status',
        text: isBreakGlass
          ? `${by} broke the glass: ${reason}. Queued without the approvals that are missing.`
          : `Approved by ${by} (${count} of ${held.approval.required})${
              isEnough ? '. Queued.' : ''
            }`,
      },
    ]);
    await appendAudit(tx, {
      actor: by,
      action: isBreakGlass ? 'operation.broke-glass' : 'operation.approved',
      outcome: 'allowed',
      release,
      environment,
      operationId: id,
      reason,
      detail: {
        kind: operation.kind,
        requestedBy: operation.requestedBy,
        plan: operation.planId,
        planDigest,
        approvals: count,
        required: held.approval.required,
        ...(isBreakGlass && { severity: 'critical' }),
      },
    });
    return row;
  });
  if (decided) {
    context.tell({
      type: isBreakGlass ? 'broke-glass' : 'approved',
      operation: decided,
      by,
      reason,
    });
    context.announce({ operationId: id, release, frees: true });
  }
  return decided;
}

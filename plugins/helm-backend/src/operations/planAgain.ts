import { SYSTEM_CATALOG } from '@backstage-helm/plugin-helm-common';
import { undecided } from '../approvals/undecided';
import { appendAudit } from '../audit/AuditLog';
import { inTransaction } from '../database/Database';
import { appendEvents } from '../database/operations/appendEvents';
import { replan } from '../database/operations/replan';
import type { ClaimedOperation } from '../database/OperationRow';
import type { OperationsContext } from './OperationsContext';

/** Somebody else is faster each time: then the next round of sync decides. */
const MOST = 5;

/**
 * What the catalog asks for was reviewed by nobody, so it need not be what it
 * was when it was queued: it is planned anew on what the release is now
 * (DESIGN §6), and queued again.
 *
 * @returns false when it is to end as others do
 */
export async function planAgain(
  context: OperationsContext,
  operation: ClaimedOperation,
): Promise<boolean> {
  const { id, ticket, release, environment, requestedBy } = operation;
  const isReviewed =
    operation.approval !== undefined || operation.planId === undefined;
  if (
    requestedBy !== SYSTEM_CATALOG ||
    isReviewed ||
    operation.attempt >= MOST
  ) {
    return false;
  }
  try {
    const fresh = await context.replanFor(requestedBy, operation);
    if (
      fresh.plan.kind !== operation.kind ||
      fresh.plan.blockedBy.length ||
      undecided(fresh, operation.decisions).length
    ) {
      return false;
    }
    await context.plans.put(fresh);
    const isOurs = await inTransaction(context.database, async tx => {
      if (!(await replan(tx, { id, ticket, record: fresh }))) {
        return false;
      }
      await appendEvents(tx, id, [
        {
          at: context.now(),
          type: 'status',
          text: 'The release was changed while it waited: planned again',
        },
      ]);
      await appendAudit(tx, {
        actor: requestedBy,
        action: 'operation.requeued',
        outcome: 'done',
        release,
        environment,
        operationId: id,
        detail: {
          kind: operation.kind,
          plan: fresh.plan.id,
          planDigest: fresh.plan.digest,
          before: operation.planId,
        },
      });
      return true;
    });
    if (isOurs) {
      context.announce({ operationId: id, release, frees: true });
    }
    return isOurs;
  } catch (error) {
    context.logger.warn(
      `Operation ${id} could not be planned again`,
      error as Error,
    );
    return false;
  }
}

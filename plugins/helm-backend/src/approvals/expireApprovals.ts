import { listUnapproved } from '../database/operations/listUnapproved';
import { getOperation } from '../database/operations/getOperation';
import { outcomes } from '../operations/outcomes';
import type { OperationsContext } from '../operations/OperationsContext';
import { settleOperation } from '../operations/settleOperation';
import { isApprovable } from './waitingOperation';

/** Ended at once; the rest comes with the next round. */
const AT_ONCE = 100;

/**
 * Ends what waited for approval longer than it may. Replicas may do this at the
 * same time: each operation ends once.
 */
export async function expireApprovals(
  context: OperationsContext,
): Promise<void> {
  const { database } = context;
  for (const operation of await listUnapproved(database, AT_ONCE)) {
    if (!isApprovable(operation)) {
      continue;
    }
    const isOurs = await settleOperation(
      context,
      { ...operation, ticket: undefined },
      {
        status: 'expired',
        outcome: outcomes.unapproved(operation.kind),
        changed: false,
        approval: operation.approval,
      },
    );
    const expired = isOurs && (await getOperation(database, operation.id));
    if (expired) {
      context.tell({ type: 'approval-expired', operation: expired });
    }
  }
}

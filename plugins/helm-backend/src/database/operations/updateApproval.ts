import type { StoredApproval } from '../../approvals/StoredApproval';
import { fromNow, type Database } from '../Database';
import {
  OPERATION_COLUMNS,
  readOperationRow,
  type OperationRow,
} from '../OperationRow';

/**
 * Writes what an operation that waits for approval has by now.
 *
 * @returns undefined when it does not wait any more
 */
export async function updateApproval(
  tx: Database,
  update: {
    id: string;
    approval: StoredApproval;
    /** It has what it waited for: into the queue, to start within this. */
    queueForMs?: number;
  },
): Promise<OperationRow | undefined> {
  const [row] = await tx
    .sql('helm_operations')
    .where({ id: update.id, status: 'awaiting-approval' })
    .update({
      approval: JSON.stringify(update.approval),
      ...(update.queueForMs !== undefined && {
        status: 'queued',
        available_at: tx.now(),
        start_by: fromNow(tx, update.queueForMs),
      }),
    })
    .returning([...OPERATION_COLUMNS]);
  return row && readOperationRow(row);
}

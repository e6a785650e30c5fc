import type { StoredApproval } from '../../approvals/StoredApproval';
import type { PlanRecord } from '../../plans/PlanRecord';
import { fromNow, type Database } from '../Database';
import {
  OPERATION_COLUMNS,
  readOperationRow,
  type OperationRow,
} from '../OperationRow';

/**
 * Makes an operation wait for the approval of another plan than it had: one
 * that waited already, or by its ticket one that was about to run and changed
 * nothing.
 *
 * @returns undefined when it is not in that state (any more)
 */
export async function awaitApproval(
  tx: Database,
  update: {
    id: string;
    ticket?: string;
    record: Pick<PlanRecord, 'plan' | 'work'>;
    approval: StoredApproval;
    /** From now on; absent = until when it was. */
    approveWithinMs?: number;
  },
): Promise<OperationRow | undefined> {
  const { plan, work } = update.record;
  const [row] = await tx
    .sql('helm_operations')
    .where({ id: update.id })
    .where(
      update.ticket
        ? { ticket: update.ticket, status: 'running' }
        : { status: 'awaiting-approval' },
    )
    .update({
      status: 'awaiting-approval',
      kind: plan.kind,
      plan_id: plan.id,
      work: JSON.stringify(work),
      approval: JSON.stringify(update.approval),
      ...(update.approveWithinMs !== undefined && {
        approve_by: fromNow(tx, update.approveWithinMs),
      }),
      from_version: plan.fromVersion ?? null,
      to_version: plan.toVersion ?? null,
      to_revision: plan.toRevision ?? null,
      revision_before: plan.baseRevision || null,
      start_by: null,
      ticket: null,
      worker: null,
      lease_expires_at: null,
      intent_at: null,
      pid: null,
      process_start: null,
    })
    .returning([...OPERATION_COLUMNS]);
  return row && readOperationRow(row);
}

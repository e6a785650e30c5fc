import type { Database } from '../Database';

/** Who approved which plan of an operation. */
export interface ApprovalRow {
  operationId: string;
  planId: string;
  planDigest: string;
  by: string;
  isBreakGlass: boolean;
  reason?: string;
}

/** Writes an approval down; one who approved before may still break the glass. */
export async function recordApproval(
  tx: Database,
  approval: ApprovalRow,
): Promise<void> {
  const insert = tx
    .sql('helm_approvals')
    .insert({
      operation_id: approval.operationId,
      plan_id: approval.planId,
      plan_digest: approval.planDigest,
      approver: approval.by,
      at: tx.now(),
      is_break_glass: approval.isBreakGlass,
      reason: approval.reason ?? null,
    })
    .onConflict(['operation_id', 'plan_id', 'approver']);
  await (approval.isBreakGlass ? insert.merge() : insert.ignore());
}

import type { GivenApproval } from '../../approvals/StoredApproval';
import type { Database } from '../Database';

/** Approvals of one plan of an operation, oldest first. */
export async function listApprovals(
  database: Database,
  approved: { operationId: string; planId: string },
): Promise<GivenApproval[]> {
  const rows = await database
    .sql('helm_approvals')
    .where({
      operation_id: approved.operationId,
      plan_id: approved.planId,
    })
    .orderBy(['at', 'approver']);
  return rows.map(row => ({
    by: String(row.approver),
    at: new Date(Number(row.at)).toISOString(),
    isBreakGlass: Boolean(row.is_break_glass),
    ...(row.reason === null ? {} : { reason: String(row.reason) }),
  }));
}

import type { Database } from '../Database';

/** When an operation was last approved, by the database's clock. */
export async function newestApprovalAt(
  { sql }: Database,
  operationId: string,
): Promise<number | undefined> {
  const row = await sql('helm_approvals')
    .where('operation_id', operationId)
    .max('at as at')
    .first();
  return row?.at ? Number(row.at) : undefined;
}

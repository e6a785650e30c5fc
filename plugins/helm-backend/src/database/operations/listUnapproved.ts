import type { Database } from '../Database';
import {
  CLAIMED_COLUMNS,
  readClaimedOperation,
  type ClaimedOperation,
} from '../OperationRow';

/** Operations that waited for approval longer than they may. */
export async function listUnapproved(
  database: Database,
  limit: number,
): Promise<ClaimedOperation[]> {
  const rows = await database
    .sql('helm_operations')
    .select([...CLAIMED_COLUMNS])
    .where('status', 'awaiting-approval')
    .where('approve_by', '<=', database.now())
    .orderBy('approve_by')
    .limit(limit);
  return rows.map(readClaimedOperation);
}

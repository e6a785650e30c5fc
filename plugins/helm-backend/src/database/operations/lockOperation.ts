import type { Database } from '../Database';
import {
  CLAIMED_COLUMNS,
  readClaimedOperation,
  type ClaimedOperation,
} from '../OperationRow';

/**
 * The operation, that nobody else changes before this transaction is over.
 * SQLite has no row locks: its one connection does the same.
 */
export async function lockOperation(
  tx: Database,
  id: string,
): Promise<ClaimedOperation | undefined> {
  const select = tx
    .sql('helm_operations')
    .select([...CLAIMED_COLUMNS])
    .where({ id })
    .first();
  const row = await (tx.isPostgres ? select.forUpdate() : select);
  return row && readClaimedOperation(row);
}

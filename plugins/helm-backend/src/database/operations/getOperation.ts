import type { Database } from '../Database';
import {
  CLAIMED_COLUMNS,
  OPERATION_COLUMNS,
  readClaimedOperation,
  readOperationRow,
  type ClaimedOperation,
  type OperationRow,
} from '../OperationRow';

export async function getOperation(
  database: Database,
  id: string,
): Promise<OperationRow | undefined> {
  const row = await database
    .sql('helm_operations')
    .select([...OPERATION_COLUMNS])
    .where({ id })
    .first();
  return row && readOperationRow(row);
}

/** With its executable part, to make a new operation like it. */
export async function getOperationWork(
  database: Database,
  id: string,
): Promise<ClaimedOperation['work'] | undefined> {
  const row = await database
    .sql('helm_operations')
    .select([...CLAIMED_COLUMNS])
    .where({ id })
    .first();
  return row && readClaimedOperation(row).work;
}

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

/** With what only the server knows. */
export async function getClaimed(
  database: Database,
  id: string,
): Promise<ClaimedOperation | undefined> {
  const row = await database
    .sql('helm_operations')
    .select([...CLAIMED_COLUMNS])
    .where({ id })
    .first();
  return row && readClaimedOperation(row);
}

/** Its executable part, to make a new operation like it. */
export async function getOperationWork(
  database: Database,
  id: string,
): Promise<ClaimedOperation['work'] | undefined> {
  return (await getClaimed(database, id))?.work;
}

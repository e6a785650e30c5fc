import type { Database } from '../Database';
import {
  OPERATION_COLUMNS,
  readOperationRow,
  type OperationRow,
} from '../OperationRow';

/** The operation that this caller made with this key, and of which request. */
export async function findByIdempotencyKey(
  database: Database,
  key: { requestedBy: string; idempotencyKey: string },
): Promise<{ operation: OperationRow; requestDigest: string } | undefined> {
  const row = await database
    .sql('helm_operations')
    .select([...OPERATION_COLUMNS, 'request_digest'])
    .where({
      requested_by: key.requestedBy,
      idempotency_key: key.idempotencyKey,
    })
    .first();
  return (
    row && {
      operation: readOperationRow(row),
      requestDigest: String(row.request_digest),
    }
  );
}

import type { Database } from '../Database';

/**
 * Asks the worker of a running operation to stop it; the first asker is kept.
 *
 * @returns false when it is not running (any more).
 */
export async function requestCancel(
  database: Database,
  request: { id: string; by: string },
): Promise<boolean> {
  const { sql } = database;
  const updated = await sql('helm_operations')
    .where({ id: request.id, status: 'running' })
    .update({
      cancel_requested_at: sql.raw('COALESCE(cancel_requested_at, ?)', [
        database.now(),
      ]),
      cancel_requested_by: sql.raw('COALESCE(cancel_requested_by, ?)', [
        request.by,
      ]),
    });
  return updated > 0;
}

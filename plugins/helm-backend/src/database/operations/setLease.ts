import { fromNow, type Database } from '../Database';

/**
 * Gives an operation back to recovery after `milliseconds`: used when nothing
 * can be decided yet.
 */
export async function setLease(
  database: Database,
  lease: { id: string; ticket: string; milliseconds: number },
): Promise<boolean> {
  const updated = await database
    .sql('helm_operations')
    .where({ id: lease.id, ticket: lease.ticket })
    .whereIn('status', ['running', 'handed-over'])
    .update({
      worker: null,
      lease_expires_at: fromNow(database, lease.milliseconds),
      check_after: fromNow(database, lease.milliseconds),
    });
  return updated > 0;
}

import { fromNow, type Database } from '../Database';

/**
 * Keeps an operation. By ticket alone: an expired lease that nobody took is
 * still ours.
 *
 * @returns who asked for a cancel, if anybody; undefined when the operation
 *   belongs to another worker now.
 */
export async function renewLease(
  database: Database,
  lease: { id: string; ticket: string; leaseMs: number },
): Promise<{ cancelRequestedBy?: string } | undefined> {
  const [row] = await database
    .sql('helm_operations')
    .where({ id: lease.id, ticket: lease.ticket })
    .whereIn('status', ['running', 'handed-over'])
    .update({ lease_expires_at: fromNow(database, lease.leaseMs) })
    .returning(['cancel_requested_by']);
  return row && { cancelRequestedBy: row.cancel_requested_by ?? undefined };
}

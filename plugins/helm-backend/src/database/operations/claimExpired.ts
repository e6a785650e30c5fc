import { fromNow, type Database } from '../Database';
import {
  CLAIMED_COLUMNS,
  readClaimedOperation,
  type ClaimedOperation,
} from '../OperationRow';

/**
 * Takes over one running operation whose worker stopped renewing its lease. The
 * new ticket makes every later write of the old worker a no-op. `lostBy` names
 * that worker, unless it gave the operation back itself.
 */
export async function claimExpired(
  database: Database,
  claim: {
    ticket: string;
    leaseMs: number;
    /** Tickets of this very process: slow to renew, not dead. */
    ownTickets: string[];
  },
): Promise<(ClaimedOperation & { lostBy?: string }) | undefined> {
  const { sql } = database;
  const expired = sql('helm_operations as o')
    .select('o.position')
    .where('o.status', 'running')
    .where('o.lease_expires_at', '<=', database.now())
    .whereNotIn('o.ticket', claim.ownTickets)
    .orderBy('o.lease_expires_at')
    .limit(1);
  if (database.isPostgres) {
    expired.forUpdate('o').skipLocked();
  }
  const [row] = await sql('helm_operations')
    .where('position', expired)
    .where('status', 'running')
    .update({
      ticket: claim.ticket,
      lease_expires_at: fromNow(database, claim.leaseMs),
    })
    .returning([...CLAIMED_COLUMNS, 'worker']);
  return (
    row && { ...readClaimedOperation(row), lostBy: row.worker ?? undefined }
  );
}

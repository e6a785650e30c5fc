import { fromNow, type Database } from '../Database';
import {
  CLAIMED_COLUMNS,
  readClaimedOperation,
  type ClaimedOperation,
} from '../OperationRow';

/**
 * Takes over one running operation whose worker stopped renewing its lease. The
 * new ticket makes every later write of the old worker a no-op.
 */
export async function claimExpired(
  database: Database,
  claim: {
    ticket: string;
    worker: string;
    leaseMs: number;
    /** Tickets of this very process: slow to renew, not dead. */
    ownTickets: string[];
  },
): Promise<ClaimedOperation | undefined> {
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
      worker: claim.worker,
      lease_expires_at: fromNow(database, claim.leaseMs),
    })
    .returning([...CLAIMED_COLUMNS]);
  return row && readClaimedOperation(row);
}

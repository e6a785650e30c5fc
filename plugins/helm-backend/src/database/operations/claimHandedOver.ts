import { fromNow, type Database } from '../Database';
import {
  CLAIMED_COLUMNS,
  readClaimedOperation,
  type ClaimedOperation,
} from '../OperationRow';

/**
 * Takes one handed-over operation that is due to be looked at. Any replica may;
 * the lease keeps two from polling at once.
 */
export async function claimHandedOver(
  database: Database,
  claim: {
    ticket: string;
    worker: string;
    leaseMs: number;
    engines: string[];
    /** Take this one whether due or not, to cancel it. */
    id?: string;
  },
): Promise<ClaimedOperation | undefined> {
  const { sql } = database;
  const due = sql('helm_operations as o')
    .select('o.position')
    .where('o.status', 'handed-over')
    .whereIn('o.engine', claim.engines)
    .orderBy('o.check_after')
    .limit(1);
  if (claim.id) {
    due.where('o.id', claim.id);
  } else {
    due
      .where('o.check_after', '<=', database.now())
      .where(free =>
        free
          .whereNull('o.lease_expires_at')
          .orWhere('o.lease_expires_at', '<=', database.now()),
      );
  }
  if (database.isPostgres) {
    due.forUpdate('o');
    if (!claim.id) {
      due.skipLocked();
    }
  }
  const [row] = await sql('helm_operations')
    .where('position', due)
    .where('status', 'handed-over')
    .update({
      ticket: claim.ticket,
      worker: claim.worker,
      lease_expires_at: fromNow(database, claim.leaseMs),
    })
    .returning([...CLAIMED_COLUMNS]);
  return row && readClaimedOperation(row);
}

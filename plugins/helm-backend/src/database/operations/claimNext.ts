import { fromNow, type Database } from '../Database';
import {
  CLAIMED_COLUMNS,
  readClaimedOperation,
  type ClaimedOperation,
} from '../OperationRow';

/**
 * Takes the next operation that may run: of each release the first in line
 * (rescues before changes, then by admission), and only when nothing else of
 * that release is running.
 *
 * One statement, so that no two workers take the same row. Two workers can
 * still see different heads of one release while a rescue is being admitted:
 * then the index on running operations refuses the second.
 *
 * @throws a unique violation in that case; claim again.
 */
export async function claimNext(
  database: Database,
  claim: {
    ticket: string;
    worker: string;
    leaseMs: number;
    engines: string[];
    /** Environments that hold as many slots as they may; rescues may all the same. */
    excludedEnvironments: string[];
    onlyRescues?: boolean;
  },
): Promise<ClaimedOperation | undefined> {
  const { sql } = database;
  const head = sql('helm_operations as o')
    .select('o.position')
    .where('o.status', 'queued')
    .where('o.available_at', '<=', database.now())
    .whereIn('o.engine', claim.engines)
    .where(allowed =>
      allowed
        .where('o.is_rescue', true)
        .orWhereNotIn('o.environment', claim.excludedEnvironments),
    )
    .whereNotExists(
      sql('helm_operations as r')
        .select(sql.raw('1'))
        .whereRaw('r.release_key = o.release_key')
        .whereIn('r.status', ['running', 'handed-over']),
    )
    .whereNotExists(
      sql('helm_operations as q')
        .select(sql.raw('1'))
        .whereRaw('q.release_key = o.release_key')
        .where('q.status', 'queued')
        .whereRaw(
          '(q.is_rescue > o.is_rescue OR (q.is_rescue = o.is_rescue AND q.position < o.position))',
        ),
    )
    .orderBy([
      { column: 'o.is_rescue', order: 'desc' },
      { column: 'o.available_at' },
      { column: 'o.position' },
    ])
    .limit(1);
  if (claim.onlyRescues) {
    head.where('o.is_rescue', true);
  }
  if (database.isPostgres) {
    head.forUpdate('o').skipLocked();
  }
  const [row] = await sql('helm_operations')
    .where('position', head)
    .where('status', 'queued')
    .update({
      status: 'running',
      ticket: claim.ticket,
      worker: claim.worker,
      lease_expires_at: fromNow(database, claim.leaseMs),
      started_at: sql.raw('COALESCE(started_at, ?)', [database.now()]),
    })
    .returning([...CLAIMED_COLUMNS]);
  return row && readClaimedOperation(row);
}

import type { Database } from '../Database';

/** How many operations of an environment have not ended, and since when. */
export interface PendingCount {
  environment: string;
  status: string;
  operations: number;
  /** Milliseconds for which the oldest has been in this status. */
  oldestMs: number;
}

/** Since when an operation is what it is; a pause before a new try is no wait. */
const SINCE = `CASE status
  WHEN 'awaiting-approval' THEN created_at
  WHEN 'queued' THEN available_at
  ELSE COALESCE(started_at, created_at)
END`;

/** Operations that have not ended, by environment and status: one query. */
export async function countPending(
  database: Database,
): Promise<PendingCount[]> {
  const { sql } = database;
  const rows = await sql('helm_operations')
    .whereIn('status', [
      'awaiting-approval',
      'queued',
      'running',
      'handed-over',
    ])
    .groupBy('environment', 'status')
    .select('environment', 'status')
    .count({ operations: '*' })
    .select({ oldest: sql.raw(`? - MIN(${SINCE})`, [database.now()]) });
  return rows.map((row: Record<string, unknown>) => ({
    environment: String(row.environment),
    status: String(row.status),
    operations: Number(row.operations),
    oldestMs: Math.max(0, Number(row.oldest)),
  }));
}

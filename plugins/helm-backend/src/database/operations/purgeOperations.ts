import { fromNow, type Database } from '../Database';

/** Deletes operations that ended before the retention, with their events. */
export async function purgeOperations(
  database: Database,
  options: { olderThanMs: number; limit: number },
): Promise<number> {
  const { sql } = database;
  const ids: string[] = await sql('helm_operations')
    .whereNotNull('finished_at')
    .where('finished_at', '<', fromNow(database, -options.olderThanMs))
    .where('awaits_follow_up', false)
    .orderBy('position')
    .limit(options.limit)
    .pluck('id');
  if (ids.length) {
    await sql('helm_operation_events').whereIn('operation_id', ids).delete();
    await sql('helm_operations').whereIn('id', ids).delete();
  }
  return ids.length;
}

import { fromNow, inTransaction, type Database } from '../Database';

/** Deletes operations that ended before the retention, with all that is theirs. */
export async function purgeOperations(
  database: Database,
  options: { olderThanMs: number; limit: number },
): Promise<number> {
  return inTransaction(database, async tx => {
    const { sql } = tx;
    const ids: string[] = await sql('helm_operations')
      .where('finished_at', '<', fromNow(tx, -options.olderThanMs))
      .where('awaits_follow_up', false)
      .orderBy('finished_at')
      .limit(options.limit)
      .pluck('id');
    if (ids.length) {
      await sql('helm_operation_events').whereIn('operation_id', ids).delete();
      await sql('helm_approvals').whereIn('operation_id', ids).delete();
      await sql('helm_operations').whereIn('id', ids).delete();
    }
    return ids.length;
  });
}

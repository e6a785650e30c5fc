import { fromNow, inTransaction, type Database } from '../Database';

/**
 * Deletes the logs of operations that ended before the retention of logs; the
 * operations stay, with one event that says where the others went. It has the
 * number of the last one: who comes back with a number misses nothing.
 */
export async function purgeLogs(
  database: Database,
  options: { olderThanMs: number; limit: number; text: string },
): Promise<number> {
  return inTransaction(database, async tx => {
    const { sql } = tx;
    const rows = await sql('helm_operations')
      .select('id', 'last_seq', 'finished_at')
      .whereNull('log_deleted_at')
      .where('finished_at', '<', fromNow(tx, -options.olderThanMs))
      .where('awaits_follow_up', false)
      .orderBy('finished_at')
      .limit(options.limit);
    if (!rows.length) {
      return 0;
    }
    const ids = rows.map(({ id }) => id);
    await sql('helm_operation_events').whereIn('operation_id', ids).delete();
    const markers = rows
      .filter(({ last_seq }) => Number(last_seq) > 0)
      .map(row => ({
        operation_id: row.id,
        seq: row.last_seq,
        at: row.finished_at,
        type: 'truncated',
        body: options.text,
      }));
    if (markers.length) {
      await sql('helm_operation_events').insert(markers);
    }
    await sql('helm_operations')
      .whereIn('id', ids)
      .update({ log_deleted_at: tx.now() });
    return rows.length;
  });
}

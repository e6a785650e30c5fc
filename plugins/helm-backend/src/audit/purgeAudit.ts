import { inTransaction, type Database } from '../database/Database';

/** Named by the triggers of the migration; only there while the purge runs. */
const UNTIL = 'audit-delete-before';
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Deletes entries that are older than the retention, oldest first; the only
 * way that an entry goes. 0 days = everything is kept.
 *
 * @returns how many went.
 */
export async function purgeAudit(
  database: Database,
  options: { days: number; limit: number },
): Promise<number> {
  const { days, limit } = options;
  if (days === 0) {
    return 0;
  }
  return inTransaction(database, async ({ sql, now }) => {
    const before = sql.raw('? - ?', [now(), days * DAY_MS]);
    const [{ until }] = await sql.select({ until: before });
    await sql('helm_settings')
      .insert({ name: UNTIL, value: String(until) })
      .onConflict('name')
      .merge();
    const old = sql('helm_audit')
      .select('position')
      .where('at', '<', Number(until))
      .orderBy('at')
      .limit(limit);
    const deleted = await sql('helm_audit').whereIn('position', old).delete();
    await sql('helm_settings').where('name', UNTIL).delete();
    return deleted;
  });
}

import { fromNow, type Database } from '../database/Database';

interface Limits {
  olderThanMs: number;
  limit: number;
}

/** Overrides that ended before the retention; the active one always stays. */
export function purgeOverrides(
  database: Database,
  { olderThanMs, limit }: Limits,
): Promise<number> {
  const { sql } = database;
  const old = sql('helm_overrides')
    .select('position')
    .where('ended_at', '<', fromNow(database, -olderThanMs))
    .orderBy('ended_at')
    .limit(limit);
  return sql('helm_overrides').whereIn('position', old).delete();
}

/**
 * Revisions that became ready before the retention, unless it is the newest of
 * a release that somebody owns: that one is what to go back to.
 */
export async function purgeSuccesses(
  database: Database,
  { olderThanMs, limit }: Limits,
): Promise<number> {
  const { sql } = database;
  const old = await sql('helm_successes as s')
    .select('s.release_key', 's.revision')
    .where('s.recorded_at', '<', fromNow(database, -olderThanMs))
    .where(useless =>
      useless
        .whereExists(
          sql('helm_successes as n')
            .select(sql.raw('1'))
            .whereRaw('n.release_key = s.release_key')
            .whereRaw('n.revision > s.revision'),
        )
        .orWhereNotExists(
          sql('helm_bindings as b')
            .select(sql.raw('1'))
            .whereRaw('b.release_key = s.release_key'),
        ),
    )
    .orderBy('s.recorded_at')
    .limit(limit);
  for (const { release_key, revision } of old) {
    await sql('helm_successes').where({ release_key, revision }).delete();
  }
  return old.length;
}

/** How long releases were healthy that nobody has looked at since. */
export function purgeSoaks(
  database: Database,
  { olderThanMs, limit }: Limits,
): Promise<number> {
  const { sql } = database;
  const old = sql('helm_soaks')
    .select('release_key')
    .where('checked_at', '<', fromNow(database, -olderThanMs))
    .orderBy('checked_at')
    .limit(limit);
  return sql('helm_soaks').whereIn('release_key', old).delete();
}

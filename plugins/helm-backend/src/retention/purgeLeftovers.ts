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

/** As many revisions as Helm can be told to keep of a release. */
const MOST_REVISIONS = 256;

/**
 * Revisions that became ready before the retention, unless a release that
 * somebody owns can still have them in its history: whoever goes back to one
 * that succeeded is stopped by no freeze, however long ago that was.
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
        .where(
          's.revision',
          '<',
          sql('helm_successes as n')
            .select('n.revision')
            .whereRaw('n.release_key = s.release_key')
            .orderBy('n.revision', 'desc')
            .offset(MOST_REVISIONS - 1)
            .limit(1),
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

/** Versions that were told long ago: news again, where they are still newer. */
export async function purgeVersionNotices(
  database: Database,
  { olderThanMs, limit }: Limits,
): Promise<number> {
  const { sql } = database;
  const old = await sql('helm_version_notices')
    .select('release_key', 'version')
    .where('told_at', '<', fromNow(database, -olderThanMs))
    .orderBy('told_at')
    .limit(limit);
  for (const { release_key, version } of old) {
    await sql('helm_version_notices').where({ release_key, version }).delete();
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

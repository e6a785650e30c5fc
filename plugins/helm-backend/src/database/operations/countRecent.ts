import {
  parseReleaseRef,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import { fromNow, type Database } from '../Database';

/** How the newest operations of a release ended. */
export interface RecentCount {
  release: ReleaseRef;
  /** Of the newest one. */
  environment: string;
  counted: number;
  succeeded: number;
}

/** Ends that say something about a change; it was tried. */
const TRIED = ['succeeded', 'rolled-back', 'failed', 'interrupted', 'dead'];

/**
 * How the last operations of each release ended that installs, upgrades or rolls
 * back. What the portal did by itself after a failure is not counted: the
 * failure is.
 */
export async function countRecent(
  database: Database,
  options: {
    /** Releases without an operation since then are left out. */
    sinceMs: number;
    /** Operations a release. */
    last: number;
    /** Releases, those with the newest operations. */
    limit: number;
  },
): Promise<{ releases: RecentCount[]; dropped: number }> {
  const { sql } = database;
  const tried = (alias: string) =>
    sql(`helm_operations as ${alias}`)
      .whereIn(`${alias}.kind`, ['install', 'upgrade', 'rollback'])
      .whereIn(`${alias}.status`, TRIED)
      .whereNull(`${alias}.follows`);
  const active = tried('a')
    .where('a.created_at', '>=', fromNow(database, -options.sinceMs))
    .groupBy('a.release_key')
    .select('a.release_key', sql.raw('COUNT(*) OVER () AS total'))
    .orderByRaw('MAX(a.position) DESC')
    .limit(options.limit);
  const ranked = tried('o')
    .join(active.as('n'), 'n.release_key', 'o.release_key')
    .select(
      'o.release_key',
      'o.environment',
      'o.status',
      'n.total',
      sql.raw(
        'ROW_NUMBER() OVER (PARTITION BY o.release_key ORDER BY o.position DESC) AS place',
      ),
    );
  const rows = await sql
    .from(ranked.as('r'))
    .where('place', '<=', options.last)
    .groupBy('release_key')
    .select(
      'release_key',
      sql.raw('MAX(total) AS total'),
      sql.raw('MAX(CASE WHEN place = 1 THEN environment END) AS environment'),
      sql.raw('COUNT(*) AS counted'),
      sql.raw(
        "SUM(CASE WHEN status = 'succeeded' THEN 1 ELSE 0 END) AS succeeded",
      ),
    );
  const releases = rows.map((row: Record<string, unknown>) => ({
    release: parseReleaseRef(String(row.release_key)),
    environment: String(row.environment),
    counted: Number(row.counted),
    succeeded: Number(row.succeeded),
  }));
  const total = Number(rows[0]?.total ?? 0);
  return { releases, dropped: total - releases.length };
}

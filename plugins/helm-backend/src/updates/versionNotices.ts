import {
  stringifyReleaseRef,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { Database } from '../database/Database';

/** Keys of one question: databases take only so many. */
const KEYS = 200;

/** A newer version of one release. */
export interface VersionNotice {
  release: ReleaseRef;
  version: string;
}

/** Those that nobody was told of yet. */
export async function untold<T extends VersionNotice>(
  { sql }: Database,
  notices: readonly T[],
): Promise<T[]> {
  const keys = [
    ...new Set(notices.map(({ release }) => stringifyReleaseRef(release))),
  ];
  const told = new Set<string>();
  for (let start = 0; start < keys.length; start += KEYS) {
    const rows = await sql('helm_version_notices')
      .whereIn('release_key', keys.slice(start, start + KEYS))
      .select('release_key', 'version');
    rows.forEach(row => told.add(`${row.release_key}@${row.version}`));
  }
  return notices.filter(
    ({ release, version }) =>
      !told.has(`${stringifyReleaseRef(release)}@${version}`),
  );
}

/** Records that owners know. */
export async function recordTold(
  database: Database,
  notices: readonly VersionNotice[],
): Promise<void> {
  for (const { release, version } of notices) {
    await database
      .sql('helm_version_notices')
      .insert({
        release_key: stringifyReleaseRef(release),
        version,
        told_at: database.now(),
      })
      .onConflict(['release_key', 'version'])
      .merge();
  }
}

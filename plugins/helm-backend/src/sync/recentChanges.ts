import {
  parseReleaseRef,
  SYSTEM_CATALOG,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { Database } from '../database/Database';

/**
 * Releases of an environment that the catalog's own operations worked on since
 * then, successfully or not. What people approved they have looked at.
 *
 * @param since - epoch milliseconds
 */
export async function recentChanges(
  { sql }: Database,
  environment: string,
  since: number,
): Promise<ReleaseRef[]> {
  const keys: string[] = await sql('helm_operations')
    .where({ environment, requested_by: SYSTEM_CATALOG })
    .whereNull('follows')
    .whereNull('approval')
    .whereNotNull('started_at')
    .where('finished_at', '>', since)
    .distinct()
    .pluck('release_key');
  return keys.map(parseReleaseRef);
}

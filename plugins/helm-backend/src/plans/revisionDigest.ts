import type { Digester } from '../digest/Digester';
import type { StoredRevision } from '../releases/ReleaseStore';

/**
 * Digest of what a revision is, whatever its status and resourceVersion: equal
 * as long as nobody deployed something else under the same number.
 */
export function revisionDigest(
  digester: Digester,
  stored: StoredRevision,
): string {
  return digester.json({
    revision: stored.revision,
    chart: `${stored.chartName}-${stored.chartVersion}`,
    config: stored.config,
    manifest: stored.manifest,
    updatedAt: stored.updatedAt,
  });
}

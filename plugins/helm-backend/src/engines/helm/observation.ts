import type { Observation } from '@backstage-helm/plugin-helm-node';
import type { Digester } from '../../digest/Digester';
import type { StoredRevision } from '../../releases/ReleaseStore';

/** What storage says, in the engine contract's words. */
export function toObservation(
  stored: StoredRevision | undefined,
  digester: Digester,
  now: number,
): Observation {
  const observedAt = new Date(now).toISOString();
  if (!stored) {
    return { revision: 0, status: 'absent', observedAt };
  }
  return {
    revision: stored.revision,
    status: stored.status,
    chartName: stored.chartName,
    chartVersion: stored.chartVersion,
    description: stored.description,
    operationId: stored.operationId,
    updatedAt: stored.updatedAt,
    configDigest: digester.json(stored.config),
    observedAt,
  };
}

import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import {
  helmReleasePermissionResourceRef,
  type HelmReleaseResource,
} from '../resourceRef';

function matches(
  resource: HelmReleaseResource,
  { clusters }: { clusters: string[] },
): boolean {
  return clusters.includes(resource.ref.cluster);
}

/** @public */
export const inCluster = createPermissionRule({
  name: 'IN_CLUSTER',
  description: 'Allow releases of the given clusters',
  resourceRef: helmReleasePermissionResourceRef,
  paramsSchema: z.object({
    clusters: z.array(z.string()).describe('Cluster names as configured'),
  }),
  apply: matches,
  toQuery: params => resource => matches(resource, params),
});

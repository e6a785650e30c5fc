import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import {
  helmReleasePermissionResourceRef,
  type HelmReleaseResource,
} from '../resourceRef';

function matches(
  resource: HelmReleaseResource,
  { namespaces }: { namespaces: string[] },
): boolean {
  return namespaces.includes(resource.ref.namespace);
}

/** @public */
export const inNamespace = createPermissionRule({
  name: 'IN_NAMESPACE',
  description: 'Allow releases whose storage is in the given namespaces',
  resourceRef: helmReleasePermissionResourceRef,
  paramsSchema: z.object({
    namespaces: z.array(z.string()).describe('Namespace names'),
  }),
  apply: matches,
  toQuery: params => resource => matches(resource, params),
});

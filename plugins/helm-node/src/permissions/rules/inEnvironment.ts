import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import {
  helmReleasePermissionResourceRef,
  type HelmReleaseResource,
} from '../resourceRef';

function matches(
  resource: HelmReleaseResource,
  { environments }: { environments: string[] },
): boolean {
  return (
    resource.environment !== undefined &&
    environments.includes(resource.environment)
  );
}

/** @public */
export const inEnvironment = createPermissionRule({
  name: 'IN_ENVIRONMENT',
  description: 'Allow releases of the given environments',
  resourceRef: helmReleasePermissionResourceRef,
  paramsSchema: z.object({
    environments: z.array(z.string()).describe('Names of helm.environments'),
  }),
  apply: matches,
  toQuery: params => resource => matches(resource, params),
});

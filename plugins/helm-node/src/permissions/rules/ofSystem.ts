import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import {
  helmReleasePermissionResourceRef,
  type HelmReleaseResource,
} from '../resourceRef';

function matches(
  resource: HelmReleaseResource,
  { systems }: { systems: string[] },
): boolean {
  return resource.system !== undefined && systems.includes(resource.system);
}

/** @public */
export const ofSystem = createPermissionRule({
  name: 'OF_SYSTEM',
  description: 'Allow releases whose entity is part of the given systems',
  resourceRef: helmReleasePermissionResourceRef,
  paramsSchema: z.object({
    systems: z
      .array(z.string())
      .describe('Refs of systems, such as system:default/shop'),
  }),
  apply: matches,
  toQuery: params => resource => matches(resource, params),
});

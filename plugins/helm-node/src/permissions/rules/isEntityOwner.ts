import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import {
  helmReleasePermissionResourceRef,
  type HelmReleaseResource,
} from '../resourceRef';

function isOwned(
  { owner }: HelmReleaseResource,
  { claims }: { claims: string[] },
): boolean {
  return owner !== undefined && claims.includes(owner);
}

/** @public */
export const isEntityOwner = createPermissionRule({
  name: 'IS_ENTITY_OWNER',
  description:
    'Allow releases whose entity is owned by one of the given entity refs',
  resourceRef: helmReleasePermissionResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe('Entity refs that the owner of the release is compared with'),
  }),
  apply: isOwned,
  toQuery: params => resource => isOwned(resource, params),
});

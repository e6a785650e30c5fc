import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import {
  helmBasicPermissions,
  helmReleasePermissions,
  parseReleaseRef,
  releaseRefSchema,
} from '@backstage-helm/plugin-helm-common';
import {
  helmReleasePermissionResourceRef,
  helmReleaseRules,
} from '@backstage-helm/plugin-helm-node';
import type { ReleaseResource } from './Authorizer';
import type { ReleaseDirectory } from './ReleaseDirectory';

/**
 * Registers the `helm-release` resource type; refs are `cluster/ns/name`.
 * Gives the way to apply a policy's decision to a release.
 */
export function registerPermissions(
  registry: PermissionsRegistryService,
  directory: ReleaseDirectory,
): (decision: PolicyDecision, resource: ReleaseResource) => boolean {
  registry.addResourceType({
    resourceRef: helmReleasePermissionResourceRef,
    permissions: helmReleasePermissions,
    rules: Object.values(helmReleaseRules),
    getResources: async refs => {
      const parsed = refs.map(ref => {
        const [cluster, namespace, name] = ref.split('/');
        return releaseRefSchema.safeParse({ cluster, namespace, name }).success
          ? parseReleaseRef(ref)
          : undefined;
      });
      const known = await directory.resources(
        parsed.filter(ref => ref !== undefined),
      );
      return parsed.map(ref => known.find(resource => resource.ref === ref));
    },
  });
  registry.addPermissions(helmBasicPermissions);
  return createConditionAuthorizer(
    registry.getPermissionRuleset(helmReleasePermissionResourceRef),
  );
}

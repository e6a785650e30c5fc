import {
  AuthorizeResult,
  isResourcePermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_HELM_RELEASE } from '@backstage-helm/plugin-helm-common';
import {
  createHelmReleaseConditionalDecision,
  helmReleaseConditions,
} from '@backstage-helm/plugin-helm-node';
import { roles as exampleRoles, type Role, type Scope } from './roles';

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

const administration = new Set([
  'catalog.entity.create',
  'catalog.entity.delete',
  'catalog.location.delete',
  'kubernetes.proxy',
]);

/**
 * Decides by group. Somebody in several groups may do what any of them may;
 * somebody in none, or not signed in, may do nothing.
 */
export class ExamplePolicy implements PermissionPolicy {
  readonly #roles: Role[];

  constructor(roles: Role[] = exampleRoles) {
    this.#roles = roles;
  }

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const claims = user?.info.ownershipEntityRefs ?? [];
    const roles = this.#roles.filter(role =>
      role.groups.some(group => claims.includes(group)),
    );
    if (roles.length === 0) {
      return DENY;
    }
    if (permission.name.startsWith('helm.')) {
      const scopes = roles.flatMap(role => role.helm[permission.name] ?? []);
      if (scopes.includes('everywhere')) {
        return ALLOW;
      }
      return scopes.length > 0 &&
        isResourcePermission(permission, RESOURCE_TYPE_HELM_RELEASE)
        ? createHelmReleaseConditionalDecision(permission, {
            anyOf: asNonEmpty(scopes.map(scope => condition(scope, claims))),
          })
        : DENY;
    }
    if (administration.has(permission.name)) {
      return roles.some(role => role.administersPortal) ? ALLOW : DENY;
    }
    if (permission.name === 'catalog.location.create') {
      return roles.some(role => role.registersServices) ? ALLOW : DENY;
    }
    const isRead = permission.attributes.action === 'read';
    return isRead || roles.some(role => role.changesThings) ? ALLOW : DENY;
  }
}

function condition(scope: Scope, claims: string[]) {
  const isOwner = helmReleaseConditions.isEntityOwner({ claims });
  return typeof scope === 'object'
    ? {
        allOf: asNonEmpty([
          isOwner,
          helmReleaseConditions.inEnvironment({ environments: scope.ownedIn }),
        ]),
      }
    : isOwner;
}

function asNonEmpty<T>([first, ...rest]: T[]): [T, ...T[]] {
  return [first, ...rest];
}

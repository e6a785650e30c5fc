import { readFileSync } from 'node:fs';
import {
  coreServices,
  createServiceFactory,
  type BackstageCredentials,
  type ServiceFactory,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  helmReleasePermissions,
  RESOURCE_TYPE_HELM_RELEASE,
} from '@backstage-helm/plugin-helm-common';

/** The owner of every component of system shop. */
export const TEAM = 'group:default/team-web';

const releasePermissions = new Map(
  helmReleasePermissions.map(permission => [permission.name, permission]),
);

/** The User's refs now: whoever has left the team owns nothing any more. */
function refsOf(teamFile: string, user: string): string[] {
  const members: string[] = JSON.parse(readFileSync(teamFile, 'utf8'));
  return members.includes(user) ? [user, TEAM] : [user];
}

function userOf(credentials: BackstageCredentials): string {
  const { principal } = credentials as {
    principal: { userEntityRef?: string };
  };
  return principal.userEntityRef ?? '';
}

/** All may read; owners of a release may change it. */
export function ownersMayChange(teamFile: string) {
  return (name: string, credentials: BackstageCredentials): PolicyDecision => {
    const permission = releasePermissions.get(name);
    if (!permission || permission.attributes.action === 'read') {
      return { result: AuthorizeResult.ALLOW };
    }
    return {
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'helm',
      resourceType: RESOURCE_TYPE_HELM_RELEASE,
      conditions: {
        rule: 'IS_ENTITY_OWNER',
        resourceType: RESOURCE_TYPE_HELM_RELEASE,
        params: { claims: refsOf(teamFile, userOf(credentials)) },
      },
    };
  };
}

/** A catalog that also has the User of whoever is asked for. */
export function teamCatalog(teamFile: string) {
  return (entities: Entity[]): ServiceFactory =>
    createServiceFactory({
      service: catalogServiceRef,
      deps: {},
      factory() {
        const catalog = catalogServiceMock({ entities });
        const readEntity = catalog.getEntityByRef.bind(catalog);
        catalog.getEntityByRef = async (ref, options) =>
          typeof ref === 'string' && ref.startsWith('user:')
            ? userEntity(ref, refsOf(teamFile, ref))
            : readEntity(ref, options);
        return catalog;
      },
    });
}

export function teamUserInfo(teamFile: string): ServiceFactory {
  return createServiceFactory({
    service: coreServices.userInfo,
    deps: {},
    factory: () => ({
      async getUserInfo(credentials) {
        const userEntityRef = userOf(credentials);
        const ownershipEntityRefs = refsOf(teamFile, userEntityRef);
        return { userEntityRef, ownershipEntityRefs };
      },
    }),
  });
}

function userEntity(ref: string, refs: string[]): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: ref.split('/')[1], namespace: 'default' },
    relations: refs
      .filter(target => target !== ref)
      .map(targetRef => ({ type: 'memberOf', targetRef })),
  };
}

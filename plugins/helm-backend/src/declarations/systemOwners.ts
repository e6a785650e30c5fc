import type { AuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { entityFacts } from '@backstage-helm/plugin-helm-common';

/** Owners of the entities' Systems, by the entity's ref. */
export async function systemOwners(
  entities: Entity[],
  options: { catalog: CatalogService; auth: AuthService },
): Promise<Map<string, string>> {
  const { catalog, auth } = options;
  const systems = entities.map(entity => entityFacts(entity).system);
  const refs = [...new Set(systems.filter(system => system !== undefined))];
  const owners = new Map<string, string>();
  if (!refs.length) {
    return owners;
  }
  const { items } = await catalog.getEntitiesByRefs(
    { entityRefs: refs },
    { credentials: await auth.getOwnServiceCredentials() },
  );
  entities.forEach((entity, index) => {
    const system = items[refs.indexOf(systems[index] ?? '')];
    const owner = system && entityFacts(system).owner;
    if (owner) {
      owners.set(stringifyEntityRef(entity), owner);
    }
  });
  return owners;
}

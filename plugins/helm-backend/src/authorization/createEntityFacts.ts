import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  entityFacts,
  type EntityFacts,
} from '@backstage-helm/plugin-helm-common';
import { LRUCache } from 'lru-cache';
import { systemOwners } from '../declarations/systemOwners';

/** Who owns an entity changes seldom, and every request may ask for many. */
const KNOWN_MS = 30_000;
const KNOWN_ENTITIES = 2_000;

/** What the catalog says of an entity now, declaring or not. */
export type FindEntityFacts = (
  entityRef: string,
) => Promise<EntityFacts | undefined>;

/** Reads owner and system of entities that declare nothing (any more). */
export function createEntityFacts(options: {
  catalog: CatalogService;
  auth: AuthService;
  logger: Pick<LoggerService, 'warn'>;
}): FindEntityFacts {
  const { catalog, auth, logger } = options;
  const known = new LRUCache<string, { facts?: EntityFacts }>({
    max: KNOWN_ENTITIES,
    ttl: KNOWN_MS,
  });

  async function read(entityRef: string): Promise<EntityFacts | undefined> {
    const entity = await catalog.getEntityByRef(entityRef, {
      credentials: await auth.getOwnServiceCredentials(),
    });
    if (!entity) {
      return undefined;
    }
    const owners = await systemOwners([entity], options);
    return entityFacts(entity, [...owners.values()][0]);
  }

  return async entityRef => {
    const found = known.get(entityRef);
    if (found) {
      return found.facts;
    }
    try {
      const facts = await read(entityRef);
      known.set(entityRef, { facts });
      return facts;
    } catch (error) {
      // Whoever is not known to own it is not its owner.
      logger.warn(`Who owns ${entityRef} can't be read: ${error}`);
      return undefined;
    }
  };
}

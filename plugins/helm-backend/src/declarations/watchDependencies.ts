import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Declaration } from './Declaration';

/**
 * Has the catalog relate an entity anew when other entities' releases come
 * before its own than did. Gives the function that looks.
 */
export function watchDependencies(options: {
  all(): Promise<Declaration[]>;
  catalog: Pick<CatalogService, 'refreshEntity'>;
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  logger: LoggerService;
}): () => Promise<void> {
  const { all, catalog, auth, logger } = options;
  let known = new Map<string, string>();
  return async () => {
    const found = dependenciesByEntity(await all());
    const changed = [...new Set([...known.keys(), ...found.keys()])].filter(
      entityRef => known.get(entityRef) !== found.get(entityRef),
    );
    known = found;
    for (const entityRef of changed) {
      try {
        await catalog.refreshEntity(entityRef, {
          credentials: await auth.getOwnServiceCredentials(),
        });
      } catch (error) {
        // The catalog asks again by itself, some minutes later.
        logger.debug(`${entityRef} is not related anew: ${error}`);
      }
    }
  };
}

function dependenciesByEntity(declared: Declaration[]): Map<string, string> {
  const found = new Map<string, Set<string>>();
  for (const { entityRef, dependsOn = [] } of declared) {
    for (const { entityRef: dependency } of dependsOn) {
      if (dependency && dependency !== entityRef) {
        found.set(
          entityRef,
          (found.get(entityRef) ?? new Set()).add(dependency),
        );
      }
    }
  }
  return new Map(
    [...found].map(([entityRef, refs]) => [entityRef, [...refs].sort().join()]),
  );
}

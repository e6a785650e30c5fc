import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';

/** The catalog waits for this; the Helm backend answers from its table. */
const PATIENCE_MS = 1_500;

/**
 * Asks the Helm backend which entities' releases come before those of an
 * entity. Undefined when it can't be reached, or does not say: never an error.
 */
export function askDependencies(options: {
  auth: AuthService;
  discovery: DiscoveryService;
  fetch: typeof fetch;
}): (entityRef: string) => Promise<string[] | undefined> {
  const { auth, discovery } = options;
  return async entityRef => {
    try {
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf: await auth.getOwnServiceCredentials(),
        targetPluginId: 'helm',
      });
      const { kind, namespace, name } = parseEntityRef(entityRef);
      const path = [kind, namespace, name].map(encodeURIComponent).join('/');
      const response = await options.fetch(
        `${await discovery.getBaseUrl('helm')}/entities/${path}/dependencies`,
        {
          headers: { authorization: `Bearer ${token}` },
          signal: AbortSignal.timeout(PATIENCE_MS),
        },
      );
      return response.ok ? readRefs(await response.json()) : undefined;
    } catch {
      // It may start after the catalog, or not be there at all.
      return undefined;
    }
  };
}

function readRefs(body: unknown): string[] {
  const { items } = body as { items: { entityRef: string }[] };
  return items.map(({ entityRef }) =>
    stringifyEntityRef(parseEntityRef(entityRef)),
  );
}

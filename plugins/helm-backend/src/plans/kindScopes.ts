import type { ManifestObject } from '@backstage-helm/plugin-helm-common';
import { z } from 'zod';
import type { ClusterAccess } from '../clusters/KubeClient';

/** Where objects of a kind live. */
export type Scope = 'Namespaced' | 'Cluster';

/** Scope of a kind as the cluster serves it; undefined = not served. */
export type KindScopes = (
  environment: string,
  objects: readonly ManifestObject[],
) => Promise<(object: ManifestObject) => Scope | undefined>;

const resourcesSchema = z.object({
  resources: z.array(
    z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() }),
  ),
});

const definitionSchema = z.object({
  spec: z.object({
    group: z.string(),
    names: z.object({ kind: z.string() }),
    scope: z.enum(['Namespaced', 'Cluster']),
  }),
});

const TTL_MS = 60_000;

function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/**
 * Asks API discovery, which every authenticated identity may read. Kinds of
 * CRDs that the chart itself brings are known from those.
 */
export function createKindScopes(options: {
  clusters: Pick<ClusterAccess, 'reader'>;
  now: () => number;
}): KindScopes {
  const { clusters, now } = options;
  const cache = new Map<string, { at: number; kinds: Map<string, Scope> }>();

  async function served(
    environment: string,
    apiVersion: string,
  ): Promise<Map<string, Scope>> {
    const key = `${environment} ${apiVersion}`;
    const known = cache.get(key);
    if (known && now() - known.at < TTL_MS) {
      return known.kinds;
    }
    const client = await clusters.reader(environment);
    const [group, version = ''] = apiVersion.split('/');
    const path = apiVersion.includes('/')
      ? `/apis/${encodeURIComponent(group)}/${encodeURIComponent(version)}`
      : `/api/${encodeURIComponent(group)}`;
    const { status, body } = await client.request('GET', path);
    const list = resourcesSchema.safeParse(body);
    const kinds = new Map<string, Scope>(
      status === 200 && list.success
        ? list.data.resources
            .filter(({ name }) => !name.includes('/'))
            .map(({ kind, namespaced }) => [
              kind,
              namespaced ? 'Namespaced' : 'Cluster',
            ])
        : [],
    );
    cache.set(key, { at: now(), kinds });
    return kinds;
  }

  return async (environment, objects) => {
    const brought = new Map<string, Scope>();
    for (const { kind, object } of objects) {
      const definition =
        kind === 'CustomResourceDefinition'
          ? definitionSchema.safeParse(object)
          : undefined;
      if (definition?.success) {
        const { group, names, scope } = definition.data.spec;
        brought.set(`${group} ${names.kind}`, scope);
      }
    }
    const versions = new Set(objects.map(({ apiVersion }) => apiVersion));
    const byVersion = new Map<string, Map<string, Scope>>();
    for (const apiVersion of versions) {
      byVersion.set(apiVersion, await served(environment, apiVersion));
    }
    return ({ apiVersion, kind }) =>
      byVersion.get(apiVersion)?.get(kind) ??
      brought.get(`${groupOf(apiVersion)} ${kind}`);
  };
}

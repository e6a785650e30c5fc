import type { KubeClient } from '../clusters/KubeClient';
import { pathSegment } from '../clusters/pathSegment';

/** Where objects of one kind are found. */
export interface ApiResource {
  /** `deployments`. */
  plural: string;
  isNamespaced: boolean;
}

const KEEP_MS = 10 * 60_000;
const KEEP_ABSENT_MS = 30_000;

interface Known {
  until: number;
  kinds: Promise<Map<string, ApiResource>>;
}

/** `/api/v1` or `/apis/apps/v1`. */
export function apiPath(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? `/api/${pathSegment(apiVersion)}`
    : `/apis/${pathSegment(apiVersion.slice(0, slash))}/${pathSegment(
        apiVersion.slice(slash + 1),
      )}`;
}

/** Plural names by kind, from the API server's own list, kept for minutes. */
export class ApiDiscovery {
  readonly #now: () => number;
  readonly #known = new Map<string, Known>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Undefined when the cluster does not serve the kind. */
  async find(
    client: KubeClient,
    apiVersion: string,
    kind: string,
  ): Promise<ApiResource | undefined> {
    const key = `${client.cluster} ${apiVersion}`;
    const known = this.#known.get(key);
    if (known && known.until > this.#now()) {
      return (await known.kinds).get(kind);
    }
    const entry: Known = {
      until: this.#now() + KEEP_MS,
      kinds: readKinds(client, apiVersion),
    };
    this.#known.set(key, entry);
    try {
      const kinds = await entry.kinds;
      if (!kinds.has(kind)) {
        // A definition may be about to be installed.
        entry.until = this.#now() + KEEP_ABSENT_MS;
      }
      return kinds.get(kind);
    } catch (error) {
      this.#known.delete(key);
      throw error;
    }
  }
}

async function readKinds(
  client: KubeClient,
  apiVersion: string,
): Promise<Map<string, ApiResource>> {
  const { status, body } = await client.request<{
    resources?: { name: string; kind: string; namespaced: boolean }[];
  }>('GET', apiPath(apiVersion));
  const kinds = new Map<string, ApiResource>();
  if (status === 200) {
    for (const resource of body.resources ?? []) {
      // `deployments/scale` is a part of another resource.
      if (!resource.name.includes('/')) {
        kinds.set(resource.kind, {
          plural: resource.name,
          isNamespaced: resource.namespaced,
        });
      }
    }
  }
  return kinds;
}

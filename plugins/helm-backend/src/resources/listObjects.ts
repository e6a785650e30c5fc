import type { KubeObject } from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../clusters/KubeClient';
import { pathSegment } from '../clusters/pathSegment';
import { apiPath, type ApiResource } from './ApiDiscovery';

/** Kinds of which only the presence counts: their content stays in the cluster. */
export const metadataOnly: ReadonlySet<string> = new Set([
  'Secret',
  'ConfigMap',
]);

const PAGE = '500';
/** Pages of one list; beyond it a namespace is read object by object. */
const MAX_PAGES = 40;

interface ListBody {
  items?: KubeObject[];
  metadata?: { continue?: string };
}

export interface ObjectPlace {
  apiVersion: string;
  kind: string;
  resource: ApiResource;
  /** Absent for cluster-wide objects. */
  namespace?: string;
}

function collectionPath({ apiVersion, resource, namespace }: ObjectPlace) {
  const place = namespace ? `/namespaces/${pathSegment(namespace)}` : '';
  return `${apiPath(apiVersion)}${place}/${pathSegment(resource.plural)}`;
}

function accept(kind: string, shape: string): string {
  return metadataOnly.has(kind)
    ? `application/json;as=${shape};g=meta.k8s.io;v=v1`
    : 'application/json';
}

/** Lists objects of one kind, page by page. */
export async function listObjects(
  client: KubeClient,
  place: ObjectPlace,
  selector: { labelSelector?: string; fieldSelector?: string } = {},
): Promise<KubeObject[]> {
  const { apiVersion, kind } = place;
  const found: KubeObject[] = [];
  let next: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query: Record<string, string> = { ...selector, limit: PAGE };
    if (next) {
      query.continue = next;
    }
    const { status, body } = await client.request<ListBody>(
      'GET',
      collectionPath(place),
      { query, accept: accept(kind, 'PartialObjectMetadataList') },
    );
    if (status !== 200) {
      return found;
    }
    for (const item of body.items ?? []) {
      // Items of a list do not name their kind.
      found.push({ ...item, apiVersion, kind });
    }
    next = body.metadata?.continue || undefined;
    if (!next) {
      return found;
    }
  }
  return found;
}

async function getObject(
  client: KubeClient,
  place: ObjectPlace,
  name: string,
): Promise<KubeObject | undefined> {
  const { apiVersion, kind } = place;
  const { status, body } = await client.request<KubeObject>(
    'GET',
    `${collectionPath(place)}/${pathSegment(name)}`,
    { accept: accept(kind, 'PartialObjectMetadata') },
  );
  return status === 200 ? { ...body, apiVersion, kind } : undefined;
}

/** Up to this many names are cheaper to get one by one. */
const FEW = 2;

/** The live objects among `names`, by name. */
export async function readNamed(
  client: KubeClient,
  place: ObjectPlace,
  names: readonly string[],
): Promise<Map<string, KubeObject>> {
  const wanted = new Set(names);
  const objects =
    wanted.size <= FEW
      ? await Promise.all(
          [...wanted].map(name => getObject(client, place, name)),
        )
      : await listObjects(
          client,
          place,
          // Helm's own records are Secrets too, and large ones.
          place.kind === 'Secret' ? { labelSelector: 'owner!=helm' } : {},
        );
  return new Map(
    objects
      .filter(object => object !== undefined)
      .filter(object => wanted.has(object.metadata.name))
      .map(object => [object.metadata.name, object]),
  );
}

import {
  isHelmError,
  objectKey,
  type KubeObject,
  type ObjectIdentity,
} from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../clusters/KubeClient';
import { placeOutside, type AllowedPlaces } from '../config/objectPlace';
import { forEachLimited } from '../releases/forEachLimited';
import type { ApiDiscovery } from './ApiDiscovery';
import { readNamed } from './listObjects';

const CONCURRENCY = 4;

/** An object as the cluster holds it, or why that is not known. */
export type LiveObject =
  | { type: 'present'; object: KubeObject; namespace?: string }
  | { type: 'missing'; namespace?: string }
  | { type: 'unknown'; reason: string; namespace?: string };

interface Group {
  apiVersion: string;
  kind: string;
  namespace: string;
  members: ObjectIdentity[];
}

/** Where a release may hold objects; without `allow` only its namespace. */
export interface ReleasePlaces {
  /** Of objects that name none. */
  namespace: string;
  allow?: AllowedPlaces;
}

const nowhereElse: AllowedPlaces = { clusterScoped: [], otherNamespaces: [] };

function groupObjects(
  objects: readonly ObjectIdentity[],
  namespace: string,
): Group[] {
  const groups = new Map<string, Group>();
  for (const object of objects) {
    const { apiVersion, kind } = object;
    const place = object.namespace ?? namespace;
    const key = `${apiVersion} ${kind} ${place}`;
    const group = groups.get(key) ?? {
      apiVersion,
      kind,
      namespace: place,
      members: [],
    };
    group.members.push(object);
    groups.set(key, group);
  }
  return [...groups.values()];
}

async function readGroup(
  client: KubeClient,
  discovery: ApiDiscovery,
  group: Group,
  { namespace: home, allow = nowhereElse }: ReleasePlaces,
): Promise<Map<string, LiveObject>> {
  const { apiVersion, kind } = group;
  const results = new Map<string, LiveObject>();
  const resource = await discovery.find(client, apiVersion, kind);
  if (!resource) {
    for (const { name } of group.members) {
      results.set(name, {
        type: 'unknown',
        reason: `The cluster does not serve ${apiVersion} ${kind}`,
      });
    }
    return results;
  }
  const namespace = resource.isNamespaced ? group.namespace : undefined;
  const members: ObjectIdentity[] = [];
  for (const member of group.members) {
    const where = placeOutside(member, resource.isNamespaced, home, allow);
    if (where) {
      results.set(member.name, {
        type: 'unknown',
        reason: `Not looked at: it is ${where}, outside of what this environment allows`,
        namespace,
      });
    } else {
      members.push(member);
    }
  }
  if (!members.length) {
    return results;
  }
  try {
    const live = await readNamed(
      client,
      { apiVersion, kind, resource, namespace },
      members.map(member => member.name),
    );
    for (const { name } of members) {
      const object = live.get(name);
      results.set(
        name,
        object
          ? { type: 'present', object, namespace }
          : { type: 'missing', namespace },
      );
    }
  } catch (error) {
    if (!isHelmError(error) || error.code !== 'CLUSTER_FORBIDDEN') {
      throw error;
    }
    for (const { name } of members) {
      results.set(name, {
        type: 'unknown',
        reason: `The portal's account may not read ${resource.plural}${
          namespace ? ` in ${namespace}` : ''
        }`,
        namespace,
      });
    }
  }
  return results;
}

/**
 * The live objects of a release: one request for each kind and namespace. A
 * kind that may not be read is unknown and hides no other. What the release may
 * not hold is never read: whoever writes its record would else see it with the
 * portal's eyes.
 *
 * @returns by `objectKey` with the release's namespace as the default.
 * @throws HelmError CLUSTER_UNREACHABLE, CLUSTER_CREDENTIALS_REFUSED
 */
export async function readLiveObjects(
  client: KubeClient,
  discovery: ApiDiscovery,
  objects: readonly ObjectIdentity[],
  places: ReleasePlaces,
): Promise<Map<string, LiveObject>> {
  const { namespace } = places;
  const results = new Map<string, LiveObject>();
  await forEachLimited(
    groupObjects(objects, namespace),
    CONCURRENCY,
    async group => {
      const live = await readGroup(client, discovery, group, places);
      for (const member of group.members) {
        const found = live.get(member.name);
        if (found) {
          results.set(objectKey(member, namespace), found);
        }
      }
    },
  );
  return results;
}

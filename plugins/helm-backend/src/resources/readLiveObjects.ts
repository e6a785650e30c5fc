import {
  isHelmError,
  objectKey,
  type KubeObject,
  type ObjectIdentity,
} from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../clusters/KubeClient';
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
): Promise<Map<string, LiveObject>> {
  const { apiVersion, kind, members } = group;
  const results = new Map<string, LiveObject>();
  const setAll = (result: LiveObject) =>
    members.forEach(member => results.set(member.name, result));
  const resource = await discovery.find(client, apiVersion, kind);
  if (!resource) {
    setAll({
      type: 'unknown',
      reason: `The cluster does not serve ${apiVersion} ${kind}`,
    });
    return results;
  }
  const namespace = resource.isNamespaced ? group.namespace : undefined;
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
    setAll({
      type: 'unknown',
      reason: `The portal's account may not read ${resource.plural}${
        namespace ? ` in ${namespace}` : ''
      }`,
      namespace,
    });
  }
  return results;
}

/**
 * The live objects of a release: one request for each kind and namespace. A
 * kind that may not be read is unknown and hides no other.
 *
 * @returns by `objectKey` with the release's namespace as the default.
 * @throws HelmError CLUSTER_UNREACHABLE, CLUSTER_CREDENTIALS_REFUSED
 */
export async function readLiveObjects(
  client: KubeClient,
  discovery: ApiDiscovery,
  objects: readonly ObjectIdentity[],
  namespace: string,
): Promise<Map<string, LiveObject>> {
  const results = new Map<string, LiveObject>();
  await forEachLimited(
    groupObjects(objects, namespace),
    CONCURRENCY,
    async group => {
      const live = await readGroup(client, discovery, group);
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

import {
  failingContainers,
  objectHealth,
  podHealth,
  type KubeObject,
  type ObjectHealth,
  type ObjectIdentity,
  type Resource,
} from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../clusters/KubeClient';
import type { LiveObject } from './readLiveObjects';
import { readLastLines } from './readLastLines';
import { isWorkload, readWorkloadPods, type WorkloadPods } from './readPods';

/** Pods of one workload whose logs are read. */
const MAX_FAILING_PODS = 2;
const MAX_FAILING_CONTAINERS = 4;

/** A resource, and the uids whose events are about it. */
export interface AssessedObject {
  resource: Resource;
  uids: ReadonlySet<string>;
}

async function readFailing(
  client: KubeClient,
  pods: readonly KubeObject[],
  options: { withLogs: boolean; now: number },
): Promise<Resource['failing']> {
  const failingPods = pods
    .filter(pod => podHealth(pod, options).status === 'Failed')
    .slice(0, MAX_FAILING_PODS);
  const found = failingPods
    .flatMap(pod => failingContainers(pod).map(failing => ({ pod, failing })))
    .slice(0, MAX_FAILING_CONTAINERS);
  return Promise.all(
    found.map(async ({ pod, failing }) => ({
      pod: pod.metadata.name,
      container: failing.container,
      reason: failing.reason,
      lastLines: options.withLogs
        ? await readLastLines(client, pod, failing)
        : undefined,
    })),
  );
}

function podsOf(object: KubeObject): WorkloadPods {
  return { pods: object.kind === 'Pod' ? [object] : [], uids: [] };
}

/** Judges one object; pods are read only where it is not ready. */
export async function assessObject(
  client: KubeClient,
  identity: ObjectIdentity,
  live: LiveObject,
  options: { isHook: boolean; withLogs: boolean; now: number },
): Promise<AssessedObject> {
  const { apiVersion, kind, name } = identity;
  const { namespace } = live;
  const toResource = (
    health: ObjectHealth,
    failing: Resource['failing'] = [],
  ): Resource => ({
    apiVersion,
    kind,
    namespace,
    name,
    isHook: options.isHook,
    status: health.status,
    words: health.words,
    since: health.since,
    events: [],
    failing,
  });
  if (live.type === 'unknown') {
    return {
      resource: toResource({ status: 'Unknown', words: live.reason }),
      uids: new Set(),
    };
  }
  const object = live.type === 'present' ? live.object : undefined;
  const first = objectHealth(object, options);
  if (!object || first.status === 'Ready') {
    return { resource: toResource(first), uids: new Set() };
  }
  const { pods, uids } = isWorkload(object)
    ? await readWorkloadPods(client, object)
    : podsOf(object);
  return {
    resource: toResource(
      // Without its pods a workload is judged by its own counts.
      pods.length ? objectHealth(object, { ...options, pods }) : first,
      await readFailing(client, pods, options),
    ),
    uids: new Set([object.metadata.uid ?? '', ...uids]),
  };
}

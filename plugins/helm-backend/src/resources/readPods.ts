import {
  isHelmError,
  type KubeObject,
} from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../clusters/KubeClient';
import { listObjects } from './listObjects';

const pods = {
  apiVersion: 'v1',
  kind: 'Pod',
  resource: { plural: 'pods', isNamespaced: true },
};
const replicaSets = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  resource: { plural: 'replicasets', isNamespaced: true },
};

const workloads: ReadonlySet<string> = new Set([
  'apps/v1 Deployment',
  'apps/v1 StatefulSet',
  'apps/v1 DaemonSet',
  'apps/v1 ReplicaSet',
  'batch/v1 Job',
]);

/** Pods of a workload, and what of it may carry events. */
export interface WorkloadPods {
  pods: KubeObject[];
  /** Uids of the pods and, for a Deployment, of its newest ReplicaSet. */
  uids: string[];
}

/** Whether an object runs pods of its own. */
export function isWorkload(object: KubeObject): boolean {
  return workloads.has(`${object.apiVersion} ${object.kind}`);
}

type Selector = {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
};

/** A label selector as the query parameter writes it. */
export function stringifySelector(selector: Selector): string {
  const labels = Object.entries(selector.matchLabels ?? {}).map(
    ([key, value]) => `${key}=${value}`,
  );
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) => {
      switch (operator) {
        case 'In':
          return `${key} in (${values.join(',')})`;
        case 'NotIn':
          return `${key} notin (${values.join(',')})`;
        case 'DoesNotExist':
          return `!${key}`;
        default:
          return key;
      }
    },
  );
  return [...labels, ...expressions].join(',');
}

function isOwnedBy(object: KubeObject, uid: string): boolean {
  return (object.metadata.ownerReferences ?? []).some(
    owner => owner.uid === uid,
  );
}

function revisionOf(replicaSet: KubeObject): number {
  return Number(
    replicaSet.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0,
  );
}

async function newestReplicaSet(
  client: KubeClient,
  deployment: KubeObject,
  query: { labelSelector: string },
): Promise<KubeObject | undefined> {
  const { namespace, uid = '' } = deployment.metadata;
  const owned = (
    await listObjects(client, { ...replicaSets, namespace }, query)
  ).filter(replicaSet => isOwnedBy(replicaSet, uid));
  return owned.sort((a, b) => revisionOf(b) - revisionOf(a))[0];
}

/**
 * The pods of one workload by its selector and owner; of a Deployment those
 * of the newest ReplicaSet, which is what a rollout waits for.
 */
export async function readWorkloadPods(
  client: KubeClient,
  workload: KubeObject,
): Promise<WorkloadPods> {
  const labelSelector = stringifySelector(
    (workload.spec?.selector ?? {}) as Selector,
  );
  const { namespace } = workload.metadata;
  if (!labelSelector) {
    return { pods: [], uids: [] };
  }
  try {
    const [all, replicaSet] = await Promise.all([
      listObjects(client, { ...pods, namespace }, { labelSelector }),
      workload.kind === 'Deployment'
        ? newestReplicaSet(client, workload, { labelSelector })
        : undefined,
    ]);
    const owner =
      workload.kind === 'Deployment'
        ? replicaSet?.metadata.uid
        : workload.metadata.uid;
    const owned = owner ? all.filter(pod => isOwnedBy(pod, owner)) : [];
    return {
      pods: owned,
      uids: [...owned.map(pod => pod.metadata.uid), owner].filter(
        uid => uid !== undefined,
      ),
    };
  } catch (error) {
    // Without the right to see pods the workload's own status still speaks.
    if (isHelmError(error) && error.code === 'CLUSTER_FORBIDDEN') {
      return { pods: [], uids: [] };
    }
    throw error;
  }
}

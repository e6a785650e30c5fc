import type { ManifestObject } from '@backstage-helm/plugin-helm-common';
import { parseQuantity } from './quantity';

/** Amounts by the names that a ResourceQuota uses. */
export type Demand = Record<string, number>;

/** Defaults of a namespace's LimitRanges, for containers that name nothing. */
export interface ContainerDefaults {
  requests: Record<string, unknown>;
  limits: Record<string, unknown>;
}

const COUNTED: Record<string, string> = {
  ConfigMap: 'configmaps',
  PersistentVolumeClaim: 'persistentvolumeclaims',
  Pod: 'pods',
  ReplicationController: 'replicationcontrollers',
  Secret: 'secrets',
  Service: 'services',
  CronJob: 'count/cronjobs.batch',
  DaemonSet: 'count/daemonsets.apps',
  Deployment: 'count/deployments.apps',
  HorizontalPodAutoscaler: 'count/horizontalpodautoscalers.autoscaling',
  Ingress: 'count/ingresses.networking.k8s.io',
  Job: 'count/jobs.batch',
  ServiceAccount: 'count/serviceaccounts',
  StatefulSet: 'count/statefulsets.apps',
};

/** Core objects count under two names; a quota has one of them. */
function both(name: string): string[] {
  return name.includes('/') ? [name] : [name, `count/${name}`];
}

/**
 * What the objects would take of a quota: counts, requests and limits of their
 * pods, storage. Pods of a DaemonSet are counted once and those of a CronJob
 * not at all: how many there will be is not in the manifest.
 */
export function quotaDemand(
  objects: readonly ManifestObject[],
  defaults: ContainerDefaults = { requests: {}, limits: {} },
): Demand {
  const demand: Demand = {};
  const add = (name: string, amount: number) => {
    demand[name] = (demand[name] ?? 0) + amount;
  };
  for (const { kind, object } of objects) {
    const spec = Object(object.spec);
    const counted = COUNTED[kind];
    if (counted && kind !== 'Pod') {
      both(counted).forEach(name => add(name, 1));
    }
    const pods = podCount(kind, spec);
    const podSpec = kind === 'Pod' ? spec : Object(spec.template).spec;
    if (pods && podSpec) {
      both('pods').forEach(name => add(name, pods));
      for (const [name, amount] of Object.entries(
        podDemand(podSpec, defaults),
      )) {
        add(name, amount * pods);
        // The older names of the same.
        if (name === 'requests.cpu' || name === 'requests.memory') {
          add(name.slice('requests.'.length), amount * pods);
        }
      }
    }
    if (kind === 'PersistentVolumeClaim') {
      addClaim(add, spec, 1);
    }
    if (kind === 'StatefulSet') {
      for (const claim of list(spec.volumeClaimTemplates)) {
        both('persistentvolumeclaims').forEach(name => add(name, pods));
        addClaim(add, Object(claim.spec), pods);
      }
    }
    if (kind === 'Service') {
      if (spec.type === 'LoadBalancer') {
        add('services.loadbalancers', 1);
      }
      if (spec.type === 'LoadBalancer' || spec.type === 'NodePort') {
        add('services.nodeports', list(spec.ports).length);
      }
    }
  }
  return demand;
}

function podCount(kind: string, spec: any): number {
  switch (kind) {
    case 'Pod':
    case 'DaemonSet':
      return 1;
    case 'Deployment':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'StatefulSet':
      return Number(spec.replicas ?? 1);
    case 'Job':
      return Number(spec.parallelism ?? 1);
    default:
      return 0;
  }
}

function addClaim(
  add: (name: string, amount: number) => void,
  spec: any,
  count: number,
): void {
  const asked = Object(Object(spec.resources).requests).storage;
  const storage = (parseQuantity(asked) ?? 0) * count;
  add('requests.storage', storage);
  if (typeof spec.storageClassName === 'string') {
    const prefix = `${spec.storageClassName}.storageclass.storage.k8s.io`;
    add(`${prefix}/requests.storage`, storage);
    add(`${prefix}/persistentvolumeclaims`, count);
  }
}

/**
 * One pod as the scheduler reckons it: its containers and sidecars together, or
 * the largest init container with the sidecars before it, if that is more.
 */
function podDemand(spec: any, defaults: ContainerDefaults): Demand {
  const total: Demand = {};
  const sidecars: Demand = {};
  const peak: Demand = {};
  const plus = (to: Demand, more: Demand) => {
    for (const [name, amount] of Object.entries(more)) {
      to[name] = (to[name] ?? 0) + amount;
    }
  };
  for (const container of list(spec.initContainers)) {
    const own = containerDemand(container, defaults);
    if (container.restartPolicy === 'Always') {
      plus(sidecars, own);
    }
    const now = { ...sidecars };
    if (container.restartPolicy !== 'Always') {
      plus(now, own);
    }
    for (const [name, amount] of Object.entries(now)) {
      peak[name] = Math.max(peak[name] ?? 0, amount);
    }
  }
  plus(total, sidecars);
  for (const container of list(spec.containers)) {
    plus(total, containerDemand(container, defaults));
  }
  for (const [name, amount] of Object.entries(peak)) {
    total[name] = Math.max(total[name] ?? 0, amount);
  }
  return total;
}

function containerDemand(container: any, defaults: ContainerDefaults): Demand {
  const written = Object(container.resources);
  const limits = { ...defaults.limits, ...Object(written.limits) };
  const requests = {
    ...defaults.requests,
    // A limit without a request is the request too.
    ...Object(written.limits),
    ...Object(written.requests),
  };
  const demand: Demand = {};
  for (const [prefix, amounts] of Object.entries({ requests, limits })) {
    for (const [name, written_] of Object.entries(amounts)) {
      const amount = parseQuantity(written_);
      if (amount !== undefined) {
        demand[`${prefix}.${name}`] = amount;
      }
    }
  }
  return demand;
}

function list(value: unknown): any[] {
  return Array.isArray(value) ? value.map(Object) : [];
}

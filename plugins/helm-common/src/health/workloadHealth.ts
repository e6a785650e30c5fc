import type { KubeObject } from './KubeObject';
import {
  failed,
  inProgress,
  plural,
  ready,
  type HealthContext,
  type HealthRule,
  type ObjectHealth,
} from './HealthRule';
import { podHealth } from './podHealth';
import {
  condition,
  count,
  isObserved,
  textField,
  wantedReplicas,
} from './readFields';

const unnoticed = 'Waits for its controller';

/** The pods' own failure, which a workload tells only after its deadline. */
function podFailure(context: HealthContext): string | undefined {
  const failures = (context.pods ?? [])
    .filter(pod => !pod.metadata.deletionTimestamp)
    .map(pod => podHealth(pod, context))
    .filter(health => health.status === 'Failed');
  return failures.length
    ? `${plural(failures.length, 'pod')} failing: ${failures[0].words}`
    : undefined;
}

/** In progress, or failed where its pods already say so. */
function unfinished(
  words: string,
  context: HealthContext,
  since?: string,
): ObjectHealth {
  const failure = podFailure(context);
  return failure
    ? failed(`${words}, ${failure}`, since)
    : inProgress(words, since);
}

function newPodsReady(object: KubeObject, context: HealthContext): number {
  if (context.pods) {
    return context.pods.filter(
      pod =>
        !pod.metadata.deletionTimestamp &&
        condition(pod, 'Ready')?.status === 'True',
    ).length;
  }
  const updated = count(object, 'updatedReplicas');
  const old = count(object, 'replicas') - updated;
  return Math.max(0, Math.min(updated, count(object, 'readyReplicas') - old));
}

const deploymentHealth: HealthRule = (object, context) => {
  const wanted = wantedReplicas(object);
  const progressing = condition(object, 'Progressing');
  const since = progressing?.lastTransitionTime;
  if (!isObserved(object)) {
    return inProgress(unnoticed);
  }
  const updated = count(object, 'updatedReplicas');
  const old = count(object, 'replicas') - updated;
  const words = `${Math.min(
    wanted,
    newPodsReady(object, context),
  )} of ${wanted} new pods ready${
    old > 0 ? `, ${plural(old, 'old pod')} still there` : ''
  }`;
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    const failure = podFailure(context) ?? 'no progress within its deadline';
    return failed(`${words}, ${failure}`, since);
  }
  const replicaFailure = condition(object, 'ReplicaFailure');
  if (replicaFailure?.status === 'True') {
    return failed(
      `${words}: ${replicaFailure.message ?? 'pods cannot be made'}`,
      replicaFailure.lastTransitionTime,
    );
  }
  const isDone =
    updated >= wanted &&
    old <= 0 &&
    count(object, 'availableReplicas') >= wanted;
  if (!isDone) {
    return unfinished(words, context, since);
  }
  return ready(
    wanted === 0 ? 'Scaled to 0' : `${wanted} of ${wanted} pods ready`,
    condition(object, 'Available')?.lastTransitionTime,
  );
};

const statefulSetHealth: HealthRule = (object, context) => {
  const wanted = wantedReplicas(object);
  if (!isObserved(object)) {
    return inProgress(unnoticed);
  }
  const isReplaced =
    textField(object.spec, 'updateStrategy', 'type') !== 'OnDelete' &&
    textField(object.status, 'updateRevision') !==
      textField(object.status, 'currentRevision');
  const updated = count(object, 'updatedReplicas');
  if (isReplaced && updated < wanted) {
    return unfinished(`Replacing pod ${updated + 1} of ${wanted}`, context);
  }
  const readyPods = count(object, 'readyReplicas');
  if (readyPods < wanted) {
    return unfinished(`${readyPods} of ${wanted} pods ready`, context);
  }
  return ready(
    wanted === 0 ? 'Scaled to 0' : `${wanted} of ${wanted} pods ready`,
  );
};

const daemonSetHealth: HealthRule = (object, context) => {
  const wanted = count(object, 'desiredNumberScheduled');
  if (!isObserved(object)) {
    return inProgress(unnoticed);
  }
  const onDelete =
    textField(object.spec, 'updateStrategy', 'type') === 'OnDelete';
  const updated = onDelete ? wanted : count(object, 'updatedNumberScheduled');
  const available = Math.min(updated, count(object, 'numberAvailable'));
  const words = `Ready on ${available} of ${plural(wanted, 'node')}`;
  return available < wanted ? unfinished(words, context) : ready(words);
};

const replicaSetHealth: HealthRule = (object, context) => {
  const wanted = wantedReplicas(object);
  if (!isObserved(object)) {
    return inProgress(unnoticed);
  }
  const words = `${count(object, 'readyReplicas')} of ${wanted} pods ready`;
  return count(object, 'availableReplicas') < wanted
    ? unfinished(words, context)
    : ready(words);
};

const jobHealth: HealthRule = (object, context) => {
  const complete = condition(object, 'Complete');
  if (complete?.status === 'True') {
    return ready('Completed', complete.lastTransitionTime);
  }
  const failure = condition(object, 'Failed');
  if (failure?.status === 'True') {
    return failed(
      `Failed: ${failure.message ?? failure.reason ?? 'no reason given'}`,
      failure.lastTransitionTime,
    );
  }
  if (object.spec?.suspend === true) {
    return inProgress('Suspended');
  }
  const { completions } = object.spec ?? {};
  const wanted = typeof completions === 'number' ? completions : 1;
  return unfinished(
    `${count(object, 'succeeded')} of ${wanted} completed, ${count(
      object,
      'active',
    )} running`,
    context,
    textField(object.status, 'startTime') || undefined,
  );
};

const cronJobHealth: HealthRule = object =>
  ready(
    object.spec?.suspend === true
      ? 'Suspended'
      : `Runs at "${textField(object.spec, 'schedule')}"`,
  );

/** Rules of what runs pods, by group and kind. */
export const workloadRules: Readonly<Record<string, HealthRule>> = {
  'apps/Deployment': deploymentHealth,
  'apps/StatefulSet': statefulSetHealth,
  'apps/DaemonSet': daemonSetHealth,
  'apps/ReplicaSet': replicaSetHealth,
  'batch/Job': jobHealth,
  'batch/CronJob': cronJobHealth,
  '/ReplicationController': replicaSetHealth,
  '/Pod': podHealth,
};

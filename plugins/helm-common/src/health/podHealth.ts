import { isValuesMap } from '../values/ValuesMap';
import type { KubeObject } from './KubeObject';
import {
  failed,
  inProgress,
  ready,
  type HealthContext,
  type ObjectHealth,
} from './HealthRule';
import { condition, field, listField, textField } from './readFields';

/** Waiting reasons that do not pass by waiting. */
const fatalReasons: ReadonlySet<string> = new Set([
  'CrashLoopBackOff',
  'ImagePullBackOff',
  'ErrImagePull',
  'ErrImageNeverPull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'PreCreateHookError',
  'PostStartHookError',
]);

/** kstatus gives a pod this long to find a node. */
const SCHEDULING_GRACE_MS = 15_000;

/** A container that stops its pod from becoming ready. @public */
export interface FailingContainer {
  container: string;
  /** `CrashLoopBackOff, exit code 1, 5 restarts`. */
  reason: string;
  /** The lines to read are those of the run before. */
  hasRestarted: boolean;
}

function describe(status: Record<string, unknown>, reason: string): string {
  const terminated = ['state', 'lastState']
    .map(key => field(status, key, 'terminated'))
    .find(isValuesMap);
  const exitCode = field(terminated, 'exitCode');
  const cause = textField(terminated, 'reason');
  const restarts = Number(status.restartCount ?? 0);
  return [
    reason,
    cause === 'OOMKilled' && reason !== cause ? 'out of memory' : '',
    typeof exitCode === 'number' && exitCode !== 0
      ? `exit code ${exitCode}`
      : '',
    restarts > 0 ? `${restarts} restart${restarts === 1 ? '' : 's'}` : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** Containers of a pod that fail, init containers first. @public */
export function failingContainers(pod: KubeObject): FailingContainer[] {
  const statuses = [
    ...listField(pod.status, 'initContainerStatuses'),
    ...listField(pod.status, 'containerStatuses'),
  ].filter(isValuesMap);
  return statuses.flatMap(status => {
    const waiting = textField(status, 'state', 'waiting', 'reason');
    const terminated = field(status, 'state', 'terminated');
    const exitCode = field(terminated, 'exitCode');
    const hasDied = typeof exitCode === 'number' && exitCode !== 0;
    if (!fatalReasons.has(waiting) && !hasDied) {
      return [];
    }
    const reason = fatalReasons.has(waiting)
      ? waiting
      : textField(terminated, 'reason') || 'Error';
    return [
      {
        container: String(status.name ?? ''),
        reason: describe(status, reason),
        hasRestarted: Number(status.restartCount ?? 0) > 0 && !hasDied,
      },
    ];
  });
}

function schedulingHealth(
  pod: KubeObject,
  now: number,
): ObjectHealth | undefined {
  const scheduled = condition(pod, 'PodScheduled');
  if (scheduled?.status !== 'False') {
    return undefined;
  }
  const since = scheduled.lastTransitionTime;
  const words = `No node takes it${
    scheduled.message ? `: ${scheduled.message}` : ''
  }`;
  const isOld =
    since !== undefined && now - Date.parse(since) > SCHEDULING_GRACE_MS;
  return isOld ? failed(words, since) : inProgress(words, since);
}

/** Health of a pod. @public */
export function podHealth(
  pod: KubeObject,
  { now }: Pick<HealthContext, 'now'>,
): ObjectHealth {
  const since = pod.metadata.creationTimestamp;
  const isReady = condition(pod, 'Ready');
  switch (textField(pod.status, 'phase')) {
    case 'Succeeded':
      return ready('Completed', isReady?.lastTransitionTime ?? since);
    case 'Failed':
      return failed(
        failingContainers(pod)[0]?.reason ||
          textField(pod.status, 'message') ||
          textField(pod.status, 'reason') ||
          'Failed',
        since,
      );
    default:
  }
  const [failing] = failingContainers(pod);
  if (failing) {
    return failed(`${failing.container}: ${failing.reason}`, since);
  }
  if (isReady?.status === 'True') {
    return ready('Running', isReady.lastTransitionTime);
  }
  return (
    schedulingHealth(pod, now) ??
    inProgress(
      textField(pod.status, 'phase') === 'Running'
        ? 'Running, not ready yet'
        : 'Starting',
      isReady?.lastTransitionTime ?? since,
    )
  );
}

import {
  failed,
  inProgress,
  ready,
  type HealthRule,
  type ObjectHealth,
} from './HealthRule';
import {
  condition,
  conditions,
  count,
  isObserved,
  listField,
  textField,
} from './readFields';

/** Metrics of new pods take this long to come, or will not come at all. */
const METRICS_GRACE_MS = 120_000;

const serviceHealth: HealthRule = object => {
  const type = textField(object.spec, 'type') || 'ClusterIP';
  if (type === 'ExternalName') {
    return ready(`Points to ${textField(object.spec, 'externalName')}`);
  }
  if (
    type === 'LoadBalancer' &&
    !listField(object.status?.loadBalancer, 'ingress').length
  ) {
    return inProgress('Waits for an address');
  }
  return ready(
    textField(object.spec, 'clusterIP') === 'None'
      ? 'Headless'
      : 'Has an address',
  );
};

/** As in kstatus, an Ingress is not waited for: many never get an address. */
const ingressHealth: HealthRule = object =>
  ready(
    listField(object.status?.loadBalancer, 'ingress').length
      ? 'Has an address'
      : 'No address yet',
  );

const claimHealth: HealthRule = object => {
  switch (textField(object.status, 'phase')) {
    case 'Bound':
      return ready('Bound');
    case 'Lost':
      return failed('Lost its volume');
    default:
      return inProgress('Waits for a volume');
  }
};

const autoscalerHealth: HealthRule = (object, { now }) => {
  const able = condition(object, 'AbleToScale');
  if (able?.status === 'False') {
    return failed(
      `Cannot scale: ${able.message ?? able.reason ?? ''}`,
      able.lastTransitionTime,
    );
  }
  const active = condition(object, 'ScalingActive');
  if (active?.status === 'False') {
    const since = active.lastTransitionTime;
    const isYoung =
      since === undefined || now - Date.parse(since) < METRICS_GRACE_MS;
    // Without metrics it leaves the replicas alone: nothing to wait for.
    return isYoung
      ? inProgress('Waits for metrics of the new pods', since)
      : ready(`Has no metrics, keeps ${count(object, 'currentReplicas')} pods`);
  }
  return ready(`Scales, ${count(object, 'currentReplicas')} pods`);
};

const namespaceHealth: HealthRule = object =>
  textField(object.status, 'phase') === 'Terminating'
    ? inProgress('Being deleted')
    : ready('Present');

const definitionHealth: HealthRule = object => {
  const refused = condition(object, 'NamesAccepted');
  if (refused?.status === 'False') {
    return failed(`Names not accepted: ${refused.message ?? ''}`);
  }
  return condition(object, 'Established')?.status === 'True'
    ? ready('Established')
    : inProgress('Waits to be established');
};

const present: HealthRule = () => ready('Present');

/** Conditions that other controllers use, as kstatus reads them. */
export const byConditions: HealthRule = (object): ObjectHealth => {
  if (!isObserved(object)) {
    return inProgress('Waits for its controller');
  }
  const stalled = condition(object, 'Stalled');
  if (stalled?.status === 'True') {
    return failed(
      stalled.message ?? stalled.reason ?? 'Stalled',
      stalled.lastTransitionTime,
    );
  }
  const working = condition(object, 'Reconciling');
  if (working?.status === 'True') {
    return inProgress(
      working.message ?? working.reason ?? 'Being worked on',
      working.lastTransitionTime,
    );
  }
  const isReady = condition(object, 'Ready') ?? condition(object, 'Available');
  if (isReady && isReady.status !== 'True') {
    return inProgress(
      isReady.message ?? isReady.reason ?? 'Not ready yet',
      isReady.lastTransitionTime,
    );
  }
  return ready(
    conditions(object).length ? 'Ready' : 'Present',
    isReady?.lastTransitionTime,
  );
};

/** Rules of what runs no pods, by group and kind. */
export const otherRules: Readonly<Record<string, HealthRule>> = {
  '/Service': serviceHealth,
  'networking.k8s.io/Ingress': ingressHealth,
  '/PersistentVolumeClaim': claimHealth,
  'autoscaling/HorizontalPodAutoscaler': autoscalerHealth,
  '/Namespace': namespaceHealth,
  'apiextensions.k8s.io/CustomResourceDefinition': definitionHealth,
  '/ConfigMap': present,
  '/Secret': present,
  '/ServiceAccount': present,
  'policy/PodDisruptionBudget': present,
};

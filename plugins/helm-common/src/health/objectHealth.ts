import type { KubeObject } from './KubeObject';
import {
  inProgress,
  type HealthContext,
  type ObjectHealth,
} from './HealthRule';
import { byConditions, otherRules } from './otherHealth';
import { workloadRules } from './workloadHealth';

/**
 * Health of one object of a release in words, by the rules of kstatus and, for
 * pods that fail before their workload says so, a little stricter.
 *
 * @param object - undefined when the cluster does not hold it.
 * @public
 */
export function objectHealth(
  object: KubeObject | undefined,
  context: HealthContext,
): ObjectHealth {
  if (!object) {
    return { status: 'Missing', words: 'Not in the cluster' };
  }
  if (object.metadata.deletionTimestamp) {
    return inProgress('Being deleted', object.metadata.deletionTimestamp);
  }
  const slash = object.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : object.apiVersion.slice(0, slash);
  const kind = `${group}/${object.kind}`;
  const rule = workloadRules[kind] ?? otherRules[kind] ?? byConditions;
  const health = rule(object, context);
  return health.since
    ? health
    : { ...health, since: object.metadata.creationTimestamp };
}

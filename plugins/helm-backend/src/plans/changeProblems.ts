import type { HelmProblem } from '@backstage-helm/plugin-helm-common';
import { refusal, type PlanFacts } from './gatherFacts';
import { adoptionProblems, lockProblems, majorProblems } from './stateProblems';

/**
 * What the state of the release has against an install, upgrade or adoption.
 *
 * @throws HelmError ACTION_NOT_POSSIBLE when another kind is the right one
 */
export function changeProblems(
  kind: string,
  facts: PlanFacts,
  unlocks: boolean,
): HelmProblem[] {
  const { base, binding } = facts;
  const exists = base !== undefined && base.status !== 'uninstalled';
  if (kind === 'install' && exists) {
    throw refusal({
      code: 'ACTION_NOT_POSSIBLE',
      field: 'kind',
      message: 'It is installed already.',
      wayOut: 'Deploy an upgrade.',
    });
  }
  if (kind === 'rebuild') {
    if (base) {
      throw refusal({
        code: 'ACTION_NOT_POSSIBLE',
        field: 'kind',
        message: `Helm has a record of it: revision ${base.revision} is ${base.status}.`,
      });
    }
    return [];
  }
  if (kind !== 'install' && !exists) {
    throw refusal({
      code: 'ACTION_NOT_POSSIBLE',
      field: 'kind',
      message: 'Nothing is installed here.',
      wayOut: 'Install it.',
    });
  }
  if (kind === 'adopt') {
    if (binding) {
      throw refusal({
        code: 'ACTION_NOT_POSSIBLE',
        field: 'kind',
        message: `It belongs to ${binding.entityRef} already.`,
      });
    }
    return [];
  }
  return [
    ...(kind === 'upgrade' ? adoptionProblems(facts) : []),
    ...(unlocks ? [] : lockProblems(facts)),
    ...majorProblems(facts),
  ];
}

import type { HelmProblem } from '@backstage-helm/plugin-helm-common';
import { stillAtWork } from '../doctor/createHolderCheck';
import { isStuck } from '../doctor/holder';
import type { PlanFacts } from './gatherFacts';
import type { PlanningOptions } from './PlanningOptions';

/** A pending revision locks Helm (engines.md §2.6). */
export function lockProblems({ base }: PlanFacts): HelmProblem[] {
  return base && isStuck(base.status)
    ? [
        {
          code: 'RELEASE_LOCKED',
          message: `Revision ${base.revision} is ${base.status}.`,
          wayOut: 'Unlock… shows who left it so and the ways out.',
        },
      ]
    : [];
}

/** A stuck release is not touched while somebody may be at work on it. */
export async function atWorkProblems(
  { holder }: Pick<PlanningOptions, 'holder'>,
  { base, release }: PlanFacts,
): Promise<HelmProblem[]> {
  const found = await holder(release, base);
  return found ? [stillAtWork(found)] : [];
}

/** A release that the portal did not install is not changed by it. */
export function adoptionProblems({ base, binding }: PlanFacts): HelmProblem[] {
  return base && !binding
    ? [
        {
          code: 'ADOPTION_NEEDED',
          message: 'It was not installed from here.',
          wayOut: 'Adopt it first.',
        },
      ]
    : [];
}

/**
 * Helm 3 on a release of Helm 4 works, and silently drops how it was applied
 * (engines.md §2.2): not mixed. The other way is a move that a person accepts.
 */
export function majorProblems({ base, environment }: PlanFacts): HelmProblem[] {
  return base?.helmMajor === 4 && environment.helm.version === 3
    ? [
        {
          code: 'HELM_MAJOR_MISMATCH',
          message:
            'Helm 4 wrote this release last, and this environment uses Helm 3.',
          wayOut: `Ask a platform engineer to set helm.version to 4 for ${environment.name}.`,
        },
      ]
    : [];
}

import type { HelmProblem } from '@backstage-helm/plugin-helm-common';
import type { PlanFacts } from './gatherFacts';

const pending = /^(pending-|uninstalling$)/;

/** A pending revision locks Helm (engines.md §2.6). */
export function lockProblems({ base }: PlanFacts): HelmProblem[] {
  return base && pending.test(base.status)
    ? [
        {
          code: 'RELEASE_LOCKED',
          message: `Revision ${base.revision} is ${base.status}.`,
          wayOut:
            'Wait if somebody works on it; else roll back to the last good revision, or uninstall.',
        },
      ]
    : [];
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

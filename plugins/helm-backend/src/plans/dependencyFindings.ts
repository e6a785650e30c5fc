import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  helmReleaseReadPermission,
  isHelmError,
  type Finding,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { PlanFacts } from './gatherFacts';
import type { PlanningOptions } from './PlanningOptions';

/** What brings a release to what is declared. */
const BRINGS = new Set(['install', 'upgrade', 'reinstall']);

/**
 * Releases that come first and are not there yet, for somebody who may see
 * them. A person may go on; automatic sync waits by itself.
 */
export async function dependencyFindings(
  options: Pick<PlanningOptions, 'stateOf' | 'authorizer'>,
  { declaration }: Pick<PlanFacts, 'declaration'>,
  kind: string,
  credentials: BackstageCredentials | undefined,
): Promise<Finding[]> {
  if (!BRINGS.has(kind) || !credentials) {
    return [];
  }
  const findings: Finding[] = [];
  for (const { release } of declaration?.dependsOn ?? []) {
    const isVisible =
      release && (await isReadable(options, release, credentials));
    const state = isVisible ? await options.stateOf?.(release) : undefined;
    const isReady = state?.lifecycle === 'Deployed' && state.sync === 'InSync';
    if (release && state && !isReady) {
      findings.push({
        level: 'know',
        code: 'DEPENDENCY_NOT_READY',
        what: `Comes after ${release.name} in ${release.namespace}, which is not deployed as declared.`,
        why: `It is ${state.lifecycle}, ${state.sync}.`,
      });
    }
  }
  return findings;
}

async function isReadable(
  { authorizer }: Pick<PlanningOptions, 'authorizer'>,
  release: ReleaseRef,
  credentials: BackstageCredentials,
): Promise<boolean> {
  try {
    await authorizer.assert(credentials, helmReleaseReadPermission, release);
    return true;
  } catch (error) {
    if (isHelmError(error)) {
      return false;
    }
    throw error;
  }
}

import {
  headline,
  type EnvironmentSummary,
  type HelmProblem,
  type Target,
} from '@backstage-helm/plugin-helm-common';

/** A card for a declaration that is too broken to name a release. */
export function undeterminedTarget(
  environment: EnvironmentSummary,
  problems: HelmProblem[],
  now: number,
): Target {
  const state: Target['state'] = {
    lifecycle: 'Absent',
    sync: 'OutOfSync',
    drift: 'Unchecked',
    health: 'Unknown',
    owner: { kind: 'helm' },
    observedAt: new Date(now).toISOString(),
  };
  return {
    environment,
    state,
    headline: headline(state, {
      now,
      declaredBy: [],
      cluster: environment.cluster,
      problems,
    }),
    actions: [{ action: 'refresh', allowed: true }],
    problems,
    stale: false,
  };
}

/** A card that says only that there is nothing to see, and who lifts it. */
export function deniedTarget(
  environment: EnvironmentSummary,
  now: number,
): Target {
  const message = `You may not see releases in ${environment.name}: this needs helm.release.read.`;
  const wayOut = "Your portal's policy decides who has it.";
  return {
    environment,
    state: {
      lifecycle: 'Unknown',
      sync: 'Undeclared',
      drift: 'Unchecked',
      health: 'Unknown',
      owner: { kind: 'helm' },
      observedAt: new Date(now).toISOString(),
    },
    headline: {
      state: 'Unknown',
      word: 'Not allowed',
      tone: 'mute',
      reason: `${message} ${wayOut}`,
    },
    actions: [],
    problems: [{ code: 'NOT_ALLOWED', message, wayOut }],
    stale: false,
  };
}

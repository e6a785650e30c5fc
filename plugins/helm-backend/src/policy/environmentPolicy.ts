import type { EnvironmentPolicy } from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from '../config/HelmConfig';
import { freezeAt, freezesBetween } from './freezes';

const AHEAD_MS = 14 * 24 * 60 * 60 * 1000;
const MOST_AHEAD = 5;

/** What governs changes of an environment, as screens show it. */
export function environmentPolicy(
  environment: Pick<
    EnvironmentConfig,
    'approvals' | 'baseline' | 'freeze' | 'promoteFrom' | 'promotion' | 'reason'
  >,
  now: number,
): EnvironmentPolicy {
  const { approvals, promoteFrom, promotion, reason } = environment;
  return {
    approvals,
    frozen: freezeAt(environment.freeze, now),
    freezesAhead: freezesBetween(environment.freeze, now, now + AHEAD_MS)
      .filter(({ start }) => Date.parse(start) > now)
      .slice(0, MOST_AHEAD),
    reason: {
      required: reason.required,
      pattern: reason.pattern?.source,
      hint: reason.hint,
    },
    promotion:
      promoteFrom && promotion.required
        ? { soakSeconds: promotion.soakSeconds }
        : undefined,
    baseline: environment.baseline.enabled,
  };
}

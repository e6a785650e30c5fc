import type {
  HelmProblem,
  OperationKind,
} from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from '../config/HelmConfig';

/**
 * What the reason of a request lacks. What gets a team out of trouble at night
 * needs a reason, but never a ticket.
 */
export function reasonProblem(
  { reason: rule }: Pick<EnvironmentConfig, 'reason'>,
  kind: Pick<OperationKind, 'isRescue' | 'needsReason'>,
  reason: string | undefined,
): HelmProblem | undefined {
  const given = reason?.trim();
  if (!given) {
    return kind.needsReason && (rule.required || kind.isRescue)
      ? {
          code: 'REASON_REQUIRED',
          field: 'reason',
          message: 'Say why: others will read it in the history.',
        }
      : undefined;
  }
  return kind.isRescue || !rule.pattern || rule.pattern.test(given)
    ? undefined
    : {
        code: 'REASON_PATTERN',
        field: 'reason',
        message: `The reason must match ${rule.pattern.source}.`,
        wayOut: rule.hint,
      };
}

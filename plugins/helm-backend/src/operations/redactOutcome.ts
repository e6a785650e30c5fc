import type { OperationOutcome } from '@backstage-helm/plugin-helm-common';

/** Every text of an outcome through the one way out. */
export function redactOutcome(
  outcome: OperationOutcome,
  redact: (text: string) => string,
): OperationOutcome {
  return {
    code: outcome.code,
    title: redact(outcome.title),
    holds: redact(outcome.holds),
    ...(outcome.why !== undefined && { why: redact(outcome.why) }),
    ...(outcome.next !== undefined && { next: redact(outcome.next) }),
    ...(outcome.evidence && {
      evidence: outcome.evidence.map(({ source, lines }) => ({
        source: redact(source),
        lines: lines.map(redact),
      })),
    }),
  };
}

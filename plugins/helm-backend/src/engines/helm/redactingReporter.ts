import type { EngineReporter } from '@backstage-helm/plugin-helm-node';
import type { OperationOutcome } from '@backstage-helm/plugin-helm-common';
import type { Redactor } from '../../redaction';

/** A reporter that lets no secret of this operation through. */
export function redactingReporter(
  reporter: EngineReporter,
  redactor: Pick<Redactor, 'text'>,
): EngineReporter {
  return {
    phase: (name, status, summary) =>
      reporter.phase(
        name,
        status,
        summary === undefined ? undefined : redactor.text(summary),
      ),
    log: text => reporter.log(redactor.text(text)),
    warn: text => reporter.warn(redactor.text(text)),
    intent: identity => reporter.intent(identity),
  };
}

/** The same for the outcome. */
export function redactOutcomeWith(
  outcome: OperationOutcome,
  { text }: Pick<Redactor, 'text'>,
): OperationOutcome {
  const optional = (value: string | undefined) =>
    value === undefined ? undefined : text(value);
  return {
    code: outcome.code,
    title: text(outcome.title),
    why: optional(outcome.why),
    evidence: outcome.evidence?.map(({ source, lines }) => ({
      source,
      lines: lines.map(line => text(line)),
    })),
    holds: text(outcome.holds),
    next: optional(outcome.next),
  };
}

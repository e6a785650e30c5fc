import type { Declaration } from '../declarations/Declaration';
import { refusal, type PlanFacts } from './gatherFacts';
import type { PlanningOptions } from './PlanningOptions';

/** A declaration without problems, with its full values. */
export type ResolvedDeclaration = Declaration & {
  chart: NonNullable<Declaration['chart']>;
};

/**
 * The declaration, read again now.
 *
 * @throws HelmError NOT_DECLARED, or the declaration's first problem
 */
export async function resolveDeclaration(
  options: Pick<PlanningOptions, 'declarations'>,
  { declaration, environment, release }: PlanFacts,
): Promise<ResolvedDeclaration> {
  if (!declaration) {
    throw refusal({
      code: 'NOT_DECLARED',
      message: `No entity declares ${release.name} in ${release.namespace}.`,
      wayOut: 'Declare it in the catalog first.',
    });
  }
  const resolved = await options.declarations.resolve(
    declaration.entityRef,
    environment.name,
    release,
  );
  const [problem] = resolved.problems;
  if (problem || !resolved.chart) {
    throw refusal(
      problem ?? {
        code: 'CHART_MISSING',
        field: 'helm-release/chart',
        message: 'No chart is declared.',
        wayOut: 'Add helm-release/chart with a chart name or oci://….',
      },
    );
  }
  return { ...resolved, chart: resolved.chart };
}

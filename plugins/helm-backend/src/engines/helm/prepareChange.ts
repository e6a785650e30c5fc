import { HelmError } from '@backstage-helm/plugin-helm-common';
import type { EngineOperation } from '@backstage-helm/plugin-helm-node';
import type { FetchedChart } from '../../charts';
import type { EnvironmentConfig } from '../../config/HelmConfig';
import { withSecretPlaces } from '../../digest/comparableValues';
import { renderChart, type RenderedRelease } from '../../helm';
import type { PlanWork } from '../../plans/PlanRecord';
import { createRedactor, maskingErrors } from '../../redaction';
import { valuesWith } from '../../values/decideValues';
import type { HelmEngineOptions } from './HelmEngineOptions';
import { readSecretValues } from './readSecretValues';

/** What an install or upgrade needs, the very thing that was reviewed. */
export interface PreparedChange {
  chart: FetchedChart;
  values: Record<string, unknown>;
  rendered: RenderedRelease;
  /** What Secrets gave to the values. */
  secrets: { strings: string[]; paths: string[][] };
}

function planStale(what: string): HelmError {
  return new HelmError(
    {
      code: 'PLAN_STALE',
      message: `${what} changed since the plan was made.`,
      wayOut: 'Plan again and review what is new.',
    },
    { status: 409 },
  );
}

/**
 * Reads the declaration and the chart again and makes sure that they are what
 * was reviewed; then renders them once within limits, before anything that has
 * a cluster sees them, and asks the fence again. Values in Secrets are read
 * here, and nowhere before.
 *
 * @throws HelmError PLAN_STALE, OBJECT_NOT_ALLOWED, VALUES_SOURCE_UNREADABLE,
 *   and what reading throws
 */
export async function prepareChange(
  options: HelmEngineOptions,
  operation: EngineOperation,
  work: PlanWork,
  environment: EnvironmentConfig,
  signal: AbortSignal,
): Promise<PreparedChange> {
  const { release, kind } = operation;
  const binding = await options.bindings.get(release);
  if (!binding || !work.chart) {
    throw new HelmError({
      code: binding ? 'PLAN_STALE' : 'NOT_DECLARED',
      message: binding
        ? 'The plan names no chart.'
        : 'No entity owns this release any more.',
      wayOut: 'Plan again.',
    });
  }
  const declaration = await options.declarations.resolve(
    binding.entityRef,
    environment.name,
    release,
  );
  const [problem] = declaration.problems;
  if (problem) {
    throw new HelmError(problem, { status: 409 });
  }
  const patch = work.clearOverride
    ? undefined
    : (work.override ?? (await options.overrides.active(release)))?.patch;
  const declared = valuesWith(declaration.values, patch);
  const declaredDigest = withSecretPlaces(
    options.digester.json(declared),
    declaration.secretValues,
    options.digester,
  );
  if (declaredDigest !== work.valuesDigest) {
    throw planStale('The values');
  }
  const { values, strings, paths } = declaration.secretValues?.length
    ? await readSecretValues(options, operation, declaration, patch)
    : { values: declared, strings: [], paths: [] };
  const { repository, name, version, digest } = work.chart;
  const chart = await options.charts.fetch(repository, name, version, {
    digest,
    signal,
  });
  const capabilities = await options.clusters.capabilities(environment.name);
  const rendered = await maskingErrors(
    createRedactor({
      secretKeys: options.config.secretKeys,
      strings,
      sources: [{ values: [values], schema: chart.schema }],
    }),
    () =>
      renderChart(
        options.runner,
        {
          major: work.helmMajor,
          chart,
          namespace: release.namespace,
          name: release.name,
          isUpgrade: kind === 'upgrade',
          values,
          capabilities,
        },
        { signal },
      ),
  );
  const [outside] = await options.fence(
    environment,
    release.namespace,
    rendered,
  );
  if (outside) {
    throw new HelmError(outside, { status: 403 });
  }
  return {
    chart,
    values,
    rendered,
    secrets: { strings, paths: paths.map(({ path }) => path) },
  };
}

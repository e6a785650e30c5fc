import { HelmError } from '@backstage-helm/plugin-helm-common';
import type { EngineOperation } from '@backstage-helm/plugin-helm-node';
import type { FetchedChart } from '../../charts';
import type { EnvironmentConfig } from '../../config/HelmConfig';
import { withSecretPlaces } from '../../digest/comparableValues';
import { renderChart, type RenderedRelease } from '../../helm';
import { checkImages } from '../../plans/imageFindings';
import type { PlanWork } from '../../plans/PlanRecord';
import { createRedactor, maskingErrors } from '../../redaction';
import { secretUse } from '../../secretValues/refuseSecret';
import { valuesWith } from '../../values/decideValues';
import type { HelmEngineOptions } from './HelmEngineOptions';
import { planStale } from './planStale';
import { readSecretValues } from './readSecretValues';

/** What an install or upgrade needs, the very thing that was reviewed. */
export interface PreparedChange {
  chart: FetchedChart;
  values: Record<string, unknown>;
  rendered: RenderedRelease;
  /** What Secrets gave to the values. */
  secrets: { strings: string[]; paths: string[][] };
}

/**
 * Reads the declaration and the chart again and makes sure that they are what
 * was reviewed; then renders them once within limits, before anything that has
 * a cluster sees them, and asks the fence and the rule for images again: values
 * in Secrets are read here, and nowhere before.
 *
 * @throws HelmError PLAN_STALE, OBJECT_NOT_ALLOWED, IMAGE_NOT_PINNED,
 *   VALUES_SOURCE_UNREADABLE,
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
    ? await readSecretValues(options, operation, {
        declaration,
        patch,
        use: secretUse(release, environment, declaration),
        reviewed: work.secrets,
      })
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
  const [outside] = [
    ...(await options.fence(environment, release.namespace, rendered)),
    ...checkImages(
      [...rendered.objects, ...rendered.hooks.map(hook => hook.object)],
      environment.images,
    ).blockedBy,
  ];
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

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  HelmError,
  mergeValues,
  parseHelmYaml,
  type RenderedChart,
  type RenderRequest,
} from '@backstage-helm/plugin-helm-common';
import type { ClusterAccess } from '../clusters/KubeClient';
import type { EnvironmentConfig, HelmConfig } from '../config/HelmConfig';
import { renderChart, type HelmRunner } from '../helm';
import { createRedactor, maskingErrors } from '../redaction';
import type { ChartSource } from './ChartSource';

/** Helm's major where no environment says another one. */
const DEFAULT_MAJOR = 4;

/** A version of a chart, as an address names it. */
export interface ChartVersion {
  repository: string;
  name: string;
  version: string;
}

export interface ChartRendererOptions {
  config: Pick<HelmConfig, 'environments' | 'secretKeys' | 'values'>;
  charts: Pick<ChartSource, 'fetch'>;
  runner: HelmRunner;
  clusters: Pick<ClusterAccess, 'capabilities'>;
  /** Whether the caller may read the values of some release there, or of this one. */
  mayReadValues: (
    environment: EnvironmentConfig,
    release: { namespace: string; name: string },
    credentials: BackstageCredentials,
  ) => Promise<boolean>;
}

/** What a chart makes of values, redacted. No cluster sees it. */
export type ChartRenderer = (
  chart: ChartVersion,
  request: RenderRequest,
  credentials: BackstageCredentials,
  signal?: AbortSignal,
) => Promise<RenderedChart>;

/**
 * Renders for somebody who does not declare it yet: by the chart's defaults
 * and the given values, or on top of what an environment gives to all of its
 * releases. That is only for those who may read values there.
 *
 * @throws HelmError INPUT_INVALID, NOT_ALLOWED, YAML_INVALID, VALUES_SCHEMA,
 *   RENDER_FAILED, RENDER_TOO_LARGE and what reading the chart throws
 */
export function createChartRenderer(
  options: ChartRendererOptions,
): ChartRenderer {
  const { config, charts, runner, clusters, mayReadValues } = options;

  async function environmentFor(
    request: RenderRequest,
    credentials: BackstageCredentials,
  ): Promise<EnvironmentConfig | undefined> {
    if (request.environment === undefined) {
      return undefined;
    }
    const found = config.environments.find(
      ({ name }) => name === request.environment,
    );
    if (!found) {
      throw new HelmError({
        code: 'INPUT_INVALID',
        field: 'environment',
        message: `There is no environment '${request.environment}'.`,
      });
    }
    const { namespace, releaseName: name } = request;
    if (!(await mayReadValues(found, { namespace, name }, credentials))) {
      throw new HelmError(
        {
          code: 'NOT_ALLOWED',
          field: 'environment',
          message: `You may read no values in ${found.title}, and they would be part of the result.`,
          wayOut:
            'Leave the environment out: the chart is then rendered with its own defaults.',
        },
        { status: 403 },
      );
    }
    return found;
  }

  return async (wanted, request, credentials, signal) => {
    const environment = await environmentFor(request, credentials);
    const given =
      request.values === undefined
        ? {}
        : parseHelmYaml(request.values, 'values');
    const values = mergeValues([
      ...(environment ? [config.values, environment.values] : []),
      given,
    ]);
    const chart = await charts.fetch(
      wanted.repository,
      wanted.name,
      wanted.version,
    );
    const source = { values: [values], schema: chart.schema };
    const rendered = await maskingErrors(
      createRedactor({ secretKeys: config.secretKeys, sources: [source] }),
      async () =>
        renderChart(
          runner,
          {
            major: environment?.helm.version ?? DEFAULT_MAJOR,
            chart,
            namespace: request.namespace,
            name: request.releaseName,
            isUpgrade: false,
            values,
            capabilities:
              environment && (await clusters.capabilities(environment.name)),
          },
          { signal },
        ),
    );
    const redactor = createRedactor({
      secretKeys: config.secretKeys,
      sources: [
        {
          ...source,
          manifest: rendered.manifest,
          hooks: [rendered.hooksManifest],
        },
      ],
    });
    return {
      manifest: redactor.manifest(
        `${rendered.manifest}${rendered.hooksManifest}`,
      ),
      objects: [
        ...rendered.objects,
        ...rendered.hooks.map(({ object }) => object),
      ].map(({ kind, name }) => ({ kind, name })),
    };
  };
}

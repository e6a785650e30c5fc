import { HelmError } from '@backstage-helm/plugin-helm-common';
import type { FetchedChart } from '../charts';
import { renderArguments } from './helmArguments';
import type { HelmRunner } from './HelmRunner';
import { parseHelmError } from './parseHelmError';
import { splitRendered, type RenderedRelease } from './splitRendered';

/** What decides a rendered release, all of it. */
export interface RenderInput {
  major: 3 | 4;
  chart: Pick<FetchedChart, 'path' | 'hasRemoteSchema'>;
  namespace: string;
  name: string;
  isUpgrade: boolean;
  values: Record<string, unknown>;
  /** Of the target; absent when the cluster does not say. */
  capabilities?: { kubeVersion: string; apiVersions: string[] };
}

/** Values as Helm reads them from stdin: JSON is YAML, and has no surprises. */
export function valuesDocument(values: Record<string, unknown>): string {
  return JSON.stringify(values);
}

/**
 * Renders a release without any cluster: no `lookup`, no credentials.
 *
 * @throws HelmError RENDER_FAILED, VALUES_SCHEMA, RENDER_TOO_LARGE,
 *   HELM_MISSING, HELM_VERSION_NOT_ALLOWED
 */
export async function renderChart(
  runner: HelmRunner,
  input: RenderInput,
  options: { signal?: AbortSignal; fresh?: boolean } = {},
): Promise<RenderedRelease> {
  const argv = renderArguments({
    namespace: input.namespace,
    name: input.name,
    chartPath: input.chart.path,
    isUpgrade: input.isUpgrade,
    kubeVersion: input.capabilities?.kubeVersion,
    apiVersions: input.capabilities?.apiVersions ?? [],
    skipSchema: input.chart.hasRemoteSchema,
  });
  const { exitCode, stdout, stderr } = await runner.render(input.major, argv, {
    values: valuesDocument(input.values),
    ...options,
  });
  if (exitCode === 0) {
    return splitRendered(stdout);
  }
  const failure = parseHelmError(stderr);
  const isKnown = ['VALUES_SCHEMA', 'RENDER_TOO_LARGE'].includes(failure.code);
  throw new HelmError({
    code: isKnown ? failure.code : 'RENDER_FAILED',
    field: failure.code === 'RENDER_TOO_LARGE' ? 'chart' : 'values',
    message: failure.code === 'VALUES_SCHEMA' ? failure.words : failure.message,
    wayOut: failure.wayOut ?? 'Correct the values, or choose another version.',
  });
}

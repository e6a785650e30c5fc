import { useApi } from '@backstage/core-plugin-api';
import type {
  Chart,
  ChartDetail,
  ChartRepositoryList,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useLive, type Live } from '../../hooks/useLive';
import type { ChartReference } from './chartReference';

const HOUR = 3_600_000;
const anHour = () => HOUR;

/** The configured repositories with their charts. */
export function useRepositories(): Live<ChartRepositoryList> {
  const api = useApi(helmApiRef);
  return useLive('charts', () => api.charts(), anHour);
}

/** The published versions of a chart. */
export function usePublished(chart: ChartReference | undefined): Live<Chart> {
  const api = useApi(helmApiRef);
  return useLive(
    chart && `chart:${chart.repository}/${chart.name}`,
    () => api.chart(chart!.repository, chart!.name),
    anHour,
  );
}

/** Defaults and schema of one version. */
export function useChartContent(
  chart: ChartReference | undefined,
  version: string | undefined,
): Live<ChartDetail> {
  const api = useApi(helmApiRef);
  return useLive(
    chart && version
      ? `chart:${chart.repository}/${chart.name}@${version}`
      : undefined,
    () => api.chartVersion(chart!.repository, chart!.name, version!),
    anHour,
  );
}

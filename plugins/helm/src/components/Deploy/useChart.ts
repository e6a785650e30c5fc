import { useApi } from '@backstage/core-plugin-api';
import type {
  Chart,
  ChartDetail,
  DeclaredReleaseSummary,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useLive, type Live } from '../../hooks/useLive';

const HOUR = 3_600_000;

/** `oci://host/path/name` and `name` are both `name` in their repository. */
export function chartName(declared: DeclaredReleaseSummary): string {
  return declared.chart.split('/').pop() ?? declared.chart;
}

/** Every published version of the declared chart. */
export function useChart(
  declared: DeclaredReleaseSummary | undefined,
): Live<Chart> {
  const api = useApi(helmApiRef);
  return useLive(
    declared && `chart:${declared.repository}/${declared.chart}`,
    () => api.chart(declared!.repository, chartName(declared!)),
    () => HOUR,
  );
}

/** Defaults and changes of one version of the declared chart. */
export function useChartVersion(
  declared: DeclaredReleaseSummary | undefined,
  version: string,
): Live<ChartDetail> {
  const api = useApi(helmApiRef);
  return useLive(
    declared && version
      ? `chart:${declared.repository}/${declared.chart}@${version}`
      : undefined,
    () => api.chartVersion(declared!.repository, chartName(declared!), version),
    () => HOUR,
  );
}

import type { HelmApi } from '@backstage-helm/plugin-helm-common';
import { textIn, textsIn, type FormData } from '../base/formData';
import { releaseTarget } from '../base/useFormRelease';
import { declaredChart } from './declaredChart';
import { parseChartReference, type ChartReference } from './chartReference';
import type { ChartFields } from './useFormChart';

/** The chart that a form speaks of, and its version where one is declared. */
export async function findFormChart(
  api: Pick<HelmApi, 'entityReleases'>,
  data: FormData,
  fields: ChartFields = {},
): Promise<(ChartReference & { declaredVersion?: string }) | undefined> {
  if (fields.entityField === undefined) {
    return parseChartReference(data[fields.chartField ?? 'chart']);
  }
  const entityRef = textIn(data, fields.entityField);
  const [environment] = textsIn(data[fields.environmentField ?? 'environment']);
  if (!entityRef) {
    return undefined;
  }
  const { targets } = await api.entityReleases(entityRef);
  const declared = releaseTarget(
    targets,
    environment,
    textIn(data, fields.releaseNameField ?? 'releaseName'),
  )?.declared;
  return (
    declared && {
      ...declaredChart(declared),
      declaredVersion: declared.version,
    }
  );
}

import type { Live } from '../../hooks/useLive';
import { type FormData } from '../base/formData';
import { useFormRelease, type ReleaseFields } from '../base/useFormRelease';
import { declaredChart } from './declaredChart';
import { parseChartReference, type ChartReference } from './chartReference';

/** Which chart a field is about: one named by the form, or one declared. */
export interface ChartFields extends ReleaseFields {
  /** Field of a HelmChartPicker; `chart` unless an entity's field is named. */
  chartField?: string;
}

/** The chart that a form speaks of. */
export interface FormChart {
  chart?: ChartReference;
  /** Version that is declared, where the form speaks of a release. */
  declaredVersion?: string;
  /** What has to be chosen before there is a chart. */
  missing?: 'chart' | 'release';
  /** The look for the declared release. */
  live?: Pick<Live<unknown>, 'isLoading' | 'error' | 'refresh'>;
}

/** Finds the chart for a field of a form. */
export function useFormChart(
  data: FormData,
  fields: ChartFields = {},
): FormChart {
  const isOfRelease = fields.entityField !== undefined;
  const { target, live } = useFormRelease(isOfRelease ? data : {}, fields);
  if (!isOfRelease) {
    const chart = parseChartReference(data[fields.chartField ?? 'chart']);
    return { chart, missing: chart ? undefined : 'chart' };
  }
  const declared = target?.declared;
  return {
    chart: declared && declaredChart(declared),
    declaredVersion: declared?.version,
    missing: declared ? undefined : 'release',
    live,
  };
}

import type { CustomFieldValidator } from '@backstage/plugin-scaffolder-react';
import {
  stringifyValuesPath,
  type ChartDetail,
  type HelmApi,
} from '@backstage-helm/plugin-helm-common';
import { textIn, type FormData } from '../base/formData';
import { helmApiOf, refusalWords } from '../base/helmApiOf';
import { textOf } from '../base/textOf';
import { findFormChart } from '../chart/findFormChart';
import type { ValuesProblem } from './schemaProblems';
import type { ValuesEditorOptions } from './schema';
import { valuesProblems } from './valuesProblems';

/** More errors than this nobody reads. */
const MOST = 10;

/** YAML that Helm reads, without secrets, as the chart's schema wants it. */
export const validateValues: CustomFieldValidator<
  string,
  ValuesEditorOptions
> = async (text, field, { apiHolder, formData, uiSchema }) => {
  if (!text) {
    return;
  }
  const t = await textOf(apiHolder);
  const options = uiSchema?.['ui:options'] ?? {};
  try {
    const chart = await chartOf(helmApiOf(apiHolder), formData, options);
    const { problems } = valuesProblems(text, chart, t, options.patch);
    problems
      .filter(({ isHint }) => !isHint)
      .slice(0, MOST)
      .forEach(problem => field.addError(wordsOf(problem)));
  } catch (error) {
    field.addError(refusalWords(error));
  }
};

function wordsOf({ path, message, wayOut }: ValuesProblem): string {
  return [path.length > 0 && stringifyValuesPath(path), message, wayOut]
    .filter(Boolean)
    .join(' ');
}

async function chartOf(
  api: HelmApi,
  data: FormData,
  options: ValuesEditorOptions,
): Promise<ChartDetail | undefined> {
  const chart = await findFormChart(api, data, options);
  const version =
    textIn(data, options.versionField ?? 'version') ?? chart?.declaredVersion;
  return chart && version
    ? api.chartVersion(chart.repository, chart.name, version)
    : undefined;
}

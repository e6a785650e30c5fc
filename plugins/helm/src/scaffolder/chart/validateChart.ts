import type { CustomFieldValidator } from '@backstage/plugin-scaffolder-react';
import { helmApiOf, refusalWords } from '../base/helmApiOf';
import { textOf } from '../base/textOf';
import { parseChartReference, type ChartReference } from './chartReference';
import type { ChartPickerProps } from './schema';

type Options = NonNullable<ChartPickerProps['uiSchema']['ui:options']>;

/** The chart is there, in a repository that the template takes. */
export const validateChart: CustomFieldValidator<
  ChartReference,
  Options
> = async (value, field, { apiHolder, uiSchema }) => {
  const t = await textOf(apiHolder);
  const chart = parseChartReference(value);
  const allowed = uiSchema?.['ui:options']?.repositories;
  if (!chart) {
    field.addError(t('fields.chart.incomplete'));
  } else if (allowed && !allowed.includes(chart.repository)) {
    field.addError(
      t('fields.chart.notAllowed', { repository: chart.repository }),
    );
  } else {
    try {
      await helmApiOf(apiHolder).chart(chart.repository, chart.name);
    } catch (error) {
      field.addError(refusalWords(error));
    }
  }
};

import type { CustomFieldValidator } from '@backstage/plugin-scaffolder-react';
import { findFormChart } from '../chart/findFormChart';
import { helmApiOf, refusalWords } from '../base/helmApiOf';
import { textOf } from '../base/textOf';
import type { VersionPickerProps } from './schema';

type Options = NonNullable<VersionPickerProps['uiSchema']['ui:options']>;

/** The version is published, as it stands there. */
export const validateVersion: CustomFieldValidator<string, Options> = async (
  version,
  field,
  { apiHolder, formData, uiSchema },
) => {
  if (!version) {
    return;
  }
  const t = await textOf(apiHolder);
  const api = helmApiOf(apiHolder);
  const options = uiSchema?.['ui:options'];
  try {
    const chart = await findFormChart(api, formData, options);
    if (!chart) {
      field.addError(
        t(
          options?.entityField === undefined
            ? 'fields.version.chartFirst'
            : 'fields.version.releaseFirst',
        ),
      );
      return;
    }
    const { versions } = await api.chart(chart.repository, chart.name);
    if (!versions.some(entry => entry.version === version)) {
      field.addError(t('fields.version.notExact', { version }));
    }
  } catch (error) {
    field.addError(refusalWords(error));
  }
};

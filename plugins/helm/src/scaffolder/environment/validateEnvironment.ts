import type { CustomFieldValidator } from '@backstage/plugin-scaffolder-react';
import { textsIn } from '../base/formData';
import { helmApiOf, refusalWords } from '../base/helmApiOf';
import { textOf } from '../base/textOf';
import type { EnvironmentPickerProps } from './schema';

type Options = NonNullable<EnvironmentPickerProps['uiSchema']['ui:options']>;

/** Every environment is there, and one that the template takes. */
export const validateEnvironment: CustomFieldValidator<
  string | string[],
  Options
> = async (value, field, { apiHolder, uiSchema }) => {
  const t = await textOf(apiHolder);
  const allowed = uiSchema?.['ui:options']?.environments;
  const picked = textsIn(value);
  if (picked.length === 0) {
    // Whether one is needed at all, the form's schema says.
    return;
  }
  try {
    const { items } = await helmApiOf(apiHolder).environments();
    for (const environment of picked) {
      const found = items.find(({ name }) => name === environment);
      if (!found) {
        field.addError(t('fields.environment.unknown', { environment }));
      } else if (allowed && !allowed.includes(environment)) {
        field.addError(t('fields.environment.notAllowed', { environment }));
      } else if (found.readOnly) {
        field.addError(t('fields.environment.readOnlyWhy'));
      }
    }
  } catch (error) {
    field.addError(refusalWords(error));
  }
};

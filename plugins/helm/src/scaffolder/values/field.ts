import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { HelmValuesEditor } from './HelmValuesEditor';
import { valuesEditorSchema } from './schema';
import { validateValues } from './validateValues';

/** `ui:field: HelmValuesEditor` */
export const valuesEditorField = createFormField({
  name: 'HelmValuesEditor',
  component: HelmValuesEditor,
  validation: validateValues,
  schema: valuesEditorSchema,
});

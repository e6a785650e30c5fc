import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { HelmEnvironmentPicker } from './HelmEnvironmentPicker';
import { environmentPickerSchema } from './schema';
import { validateEnvironment } from './validateEnvironment';

/** `ui:field: HelmEnvironmentPicker` */
export const environmentPickerField = createFormField({
  name: 'HelmEnvironmentPicker',
  component: HelmEnvironmentPicker,
  validation: validateEnvironment,
  schema: environmentPickerSchema,
});

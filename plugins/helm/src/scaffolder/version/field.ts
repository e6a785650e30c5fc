import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { HelmVersionPicker } from './HelmVersionPicker';
import { versionPickerSchema } from './schema';
import { validateVersion } from './validateVersion';

/** `ui:field: HelmVersionPicker` */
export const versionPickerField = createFormField({
  name: 'HelmVersionPicker',
  component: HelmVersionPicker,
  validation: validateVersion,
  schema: versionPickerSchema,
});

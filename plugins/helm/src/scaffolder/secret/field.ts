import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { HelmSecretField } from './HelmSecretField';
import { secretSchema } from './schema';
import { validateSecret } from './validateSecret';

/** `ui:field: HelmSecret` */
export const secretField = createFormField({
  name: 'HelmSecret',
  component: HelmSecretField,
  validation: validateSecret,
  schema: secretSchema,
});

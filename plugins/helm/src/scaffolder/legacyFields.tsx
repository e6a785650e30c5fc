import { lazy, Suspense, type ComponentType } from 'react';
import {
  createScaffolderFieldExtension,
  type CustomFieldExtensionSchema,
  type CustomFieldValidator,
  type FieldExtensionComponent,
  type FieldExtensionComponentProps,
} from '@backstage/plugin-scaffolder-react';
import type { Extension } from '@backstage/core-plugin-api';
import { chartPickerSchema } from './chart/schema';
import { environmentPickerSchema } from './environment/schema';
import { secretSchema } from './secret/schema';
import { valuesEditorSchema } from './values/schema';
import { versionPickerSchema } from './version/schema';

/** What a chunk with a field holds. */
interface LoadedField<TValue, TOptions> {
  component: ComponentType<FieldExtensionComponentProps<TValue, TOptions>>;
  validation: CustomFieldValidator<TValue, TOptions>;
}

/** The old frontend system takes fields at once: only their shells are. */
function lazyField<
  TValue,
  TOptions extends Record<string, string | boolean | string[] | undefined>,
>(
  name: string,
  { schema }: { schema: CustomFieldExtensionSchema },
  load: () => Promise<LoadedField<TValue, TOptions>>,
): Extension<FieldExtensionComponent<TValue, TOptions>> {
  const Field = lazy(() =>
    load().then(({ component }) => ({ default: component })),
  );
  return createScaffolderFieldExtension<TValue, TOptions>({
    name,
    component: props => (
      <Suspense fallback={null}>
        <Field {...props} />
      </Suspense>
    ),
    validation: async (value, field, context) => {
      const { validation } = await load();
      return validation(value, field, context);
    },
    schema,
  });
}

export const chartPicker = lazyField(
  'HelmChartPicker',
  chartPickerSchema,
  async () => {
    const [{ HelmChartPicker }, { validateChart }] = await Promise.all([
      import('./chart/HelmChartPicker'),
      import('./chart/validateChart'),
    ]);
    return { component: HelmChartPicker, validation: validateChart };
  },
);

export const versionPicker = lazyField(
  'HelmVersionPicker',
  versionPickerSchema,
  async () => {
    const [{ HelmVersionPicker }, { validateVersion }] = await Promise.all([
      import('./version/HelmVersionPicker'),
      import('./version/validateVersion'),
    ]);
    return { component: HelmVersionPicker, validation: validateVersion };
  },
);

export const environmentPicker = lazyField(
  'HelmEnvironmentPicker',
  environmentPickerSchema,
  async () => {
    const [{ HelmEnvironmentPicker }, { validateEnvironment }] =
      await Promise.all([
        import('./environment/HelmEnvironmentPicker'),
        import('./environment/validateEnvironment'),
      ]);
    return {
      component: HelmEnvironmentPicker,
      validation: validateEnvironment,
    };
  },
);

export const valuesEditor = lazyField(
  'HelmValuesEditor',
  valuesEditorSchema,
  async () => {
    const [{ HelmValuesEditor }, { validateValues }] = await Promise.all([
      import('./values/HelmValuesEditor'),
      import('./values/validateValues'),
    ]);
    return { component: HelmValuesEditor, validation: validateValues };
  },
);

export const secret = lazyField('HelmSecret', secretSchema, async () => {
  const [{ HelmSecretField }, { validateSecret }] = await Promise.all([
    import('./secret/HelmSecretField'),
    import('./secret/validateSecret'),
  ]);
  return { component: HelmSecretField, validation: validateSecret };
});

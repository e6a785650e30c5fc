import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';

const chartPicker = FormFieldBlueprint.make({
  name: 'chart-picker',
  params: {
    field: () =>
      import('./chart/field').then(module => module.chartPickerField),
  },
});

const versionPicker = FormFieldBlueprint.make({
  name: 'version-picker',
  params: {
    field: () =>
      import('./version/field').then(module => module.versionPickerField),
  },
});

const environmentPicker = FormFieldBlueprint.make({
  name: 'environment-picker',
  params: {
    field: () =>
      import('./environment/field').then(
        module => module.environmentPickerField,
      ),
  },
});

const valuesEditor = FormFieldBlueprint.make({
  name: 'values-editor',
  params: {
    field: () =>
      import('./values/field').then(module => module.valuesEditorField),
  },
});

const secret = FormFieldBlueprint.make({
  name: 'secret',
  params: {
    field: () => import('./secret/field').then(module => module.secretField),
  },
});

/**
 * Fields of software templates. They belong to the scaffolder's plugin: where
 * the app has none, nothing of them is ever loaded.
 */
export const formFields = [
  chartPicker,
  versionPicker,
  environmentPicker,
  valuesEditor,
  secret,
];

import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { FieldExtensionOptions } from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import type { JsonObject, JsonValue } from '@backstage/types';
import type { HelmApi } from '@backstage-helm/plugin-helm-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeHelmApi } from '../../../dev/fake/FakeHelmApi';
import { helmApiRef } from '../../api/helmApiRef';
import { HelmChartPicker } from '../chart/HelmChartPicker';
import { validateChart } from '../chart/validateChart';
import { HelmEnvironmentPicker } from '../environment/HelmEnvironmentPicker';
import { validateEnvironment } from '../environment/validateEnvironment';
import { HelmSecretField } from '../secret/HelmSecretField';
import { validateSecret } from '../secret/validateSecret';
import { HelmValuesEditor } from '../values/HelmValuesEditor';
import { validateValues } from '../values/validateValues';
import { HelmVersionPicker } from '../version/HelmVersionPicker';
import { validateVersion } from '../version/validateVersion';

function extension<TValue, TOptions>(
  options: FieldExtensionOptions<TValue, TOptions>,
) {
  return options;
}

const extensions = [
  extension({
    name: 'HelmChartPicker',
    component: HelmChartPicker,
    validation: validateChart,
  }),
  extension({
    name: 'HelmVersionPicker',
    component: HelmVersionPicker,
    validation: validateVersion,
  }),
  extension({
    name: 'HelmEnvironmentPicker',
    component: HelmEnvironmentPicker,
    validation: validateEnvironment,
  }),
  extension({
    name: 'HelmValuesEditor',
    component: HelmValuesEditor,
    validation: validateValues,
  }),
  extension({
    name: 'HelmSecret',
    component: HelmSecretField,
    validation: validateSecret,
  }),
];

/** A template's form of one step with the scaffolder's own machinery. */
export function renderForm(options: {
  properties: JsonObject;
  required?: string[];
  data?: Record<string, JsonValue>;
  api?: HelmApi;
}) {
  const { properties, required = [], data = {} } = options;
  const onCreate = jest.fn(async () => {});
  renderInTestApp(
    <Stepper
      manifest={{
        title: 'A template',
        steps: [{ title: 'Step', schema: { required, properties } }],
      }}
      extensions={extensions}
      initialState={data}
      onCreate={onCreate}
    />,
    { apis: [[helmApiRef, options.api ?? new FakeHelmApi()]] },
  );
  return {
    onCreate,
    /** Goes to the review, where everything is right. */
    review: async () =>
      userEvent.click(await screen.findByRole('button', { name: 'Review' })),
    create: async () =>
      userEvent.click(await screen.findByRole('button', { name: 'Create' })),
  };
}

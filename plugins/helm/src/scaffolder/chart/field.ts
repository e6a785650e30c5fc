import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { HelmChartPicker } from './HelmChartPicker';
import { chartPickerSchema } from './schema';
import { validateChart } from './validateChart';

/** `ui:field: HelmChartPicker` */
export const chartPickerField = createFormField({
  name: 'HelmChartPicker',
  component: HelmChartPicker,
  validation: validateChart,
  schema: chartPickerSchema,
});

import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';

type Zod = Parameters<Parameters<typeof makeFieldSchema>[0]['output']>[0];

/** Options of the fields that need to know a chart. */
export const chartFieldOptions = (z: Zod) => ({
  chartField: z
    .string()
    .optional()
    .describe('Field of a HelmChartPicker; default chart'),
  entityField: z
    .string()
    .optional()
    .describe('Field with an entity’s ref: its declared chart is taken'),
  environmentField: z
    .string()
    .optional()
    .describe(
      'With entityField: field with the environment; default environment',
    ),
  releaseNameField: z
    .string()
    .optional()
    .describe(
      'With entityField: field with the release’s name; default releaseName',
    ),
});

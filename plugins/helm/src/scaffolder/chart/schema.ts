import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';

export const chartPickerSchema = makeFieldSchema({
  output: z =>
    z.object({
      repository: z.string().describe('Name of a configured repository'),
      name: z.string().describe('Name of a chart in it'),
    }),
  uiOptions: z =>
    z.object({
      repositories: z
        .array(z.string())
        .optional()
        .describe('Names of the repositories to offer; default all'),
    }),
});

/** What the form gives this field. */
export type ChartPickerProps = typeof chartPickerSchema.TProps;

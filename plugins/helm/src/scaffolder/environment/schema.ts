import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';

export const environmentPickerSchema = makeFieldSchema({
  output: z =>
    z
      .union([z.string(), z.array(z.string())])
      .describe('Name of an environment, or several'),
  uiOptions: z =>
    z.object({
      multiple: z
        .boolean()
        .optional()
        .describe('Several can be chosen: the value is a list'),
      environments: z
        .array(z.string())
        .optional()
        .describe('Names of those to offer; default all'),
    }),
});

/** What the form gives this field. */
export type EnvironmentPickerProps = typeof environmentPickerSchema.TProps;

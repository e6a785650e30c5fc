import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { chartFieldOptions } from '../chart/chartFieldOptions';

export const valuesEditorSchema = makeFieldSchema({
  output: z => z.string().describe('Values as YAML'),
  uiOptions: z =>
    z.object({
      ...chartFieldOptions(z),
      versionField: z
        .string()
        .optional()
        .describe('Field of a HelmVersionPicker; default version'),
      patch: z
        .boolean()
        .optional()
        .describe('The text changes values that are there: a merge patch'),
    }),
});

/** What the form gives this field. */
export type ValuesEditorProps = typeof valuesEditorSchema.TProps;
/** Its `ui:options`. */
export type ValuesEditorOptions = NonNullable<
  ValuesEditorProps['uiSchema']['ui:options']
>;

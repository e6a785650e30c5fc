import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { chartFieldOptions } from '../chart/chartFieldOptions';

export const versionPickerSchema = makeFieldSchema({
  output: z => z.string().describe('One published version, exactly'),
  uiOptions: z => z.object(chartFieldOptions(z)),
});

/** What the form gives this field. */
export type VersionPickerProps = typeof versionPickerSchema.TProps;

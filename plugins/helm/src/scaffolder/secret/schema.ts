import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';

export const secretSchema = makeFieldSchema({
  output: z =>
    z.object({
      name: z.string().describe('Name of the Secret'),
      namespace: z.string(),
      keys: z.array(z.string()).describe('Names of its keys, never values'),
    }),
  uiOptions: z =>
    z.object({
      entityField: z
        .string()
        .optional()
        .describe('Field with the entity’s ref; default entityRef'),
      environmentField: z
        .string()
        .optional()
        .describe('Field with the environment; default environment'),
      releaseNameField: z
        .string()
        .optional()
        .describe('Field with the release’s name; default releaseName'),
      secretName: z
        .string()
        .optional()
        .describe('Name to suggest; default the release’s, with -secrets'),
      keys: z
        .array(z.string())
        .optional()
        .describe('Keys to ask for; default those that the schema marks'),
    }),
});

/** What the form gives this field. */
export type SecretProps = typeof secretSchema.TProps;
/** What it keeps: a reference. */
export type SecretValue = typeof secretSchema.TOutput;
/** Its `ui:options`. */
export type SecretOptions = NonNullable<SecretProps['uiSchema']['ui:options']>;

import type { z as zod } from 'zod/v3';

/** The zod that the scaffolder gives. */
type Zod = typeof zod;

/** What each of the actions leaves for the steps after it. */
export const outputSchema = {
  operation: (z: Zod) =>
    z.string().describe('Id of the operation; `dry-run` in a dry run'),
  status: (z: Zod) =>
    z
      .string()
      .describe('Status of the operation when the step ended: `succeeded`, …'),
  revision: (z: Zod) =>
    z.number().optional().describe('Revision that the operation made'),
  operationUrl: (z: Zod) =>
    z.string().optional().describe("The operation's page in the portal"),
};

/** Which release is meant, why it is changed, and whether to wait. */
export const changeInputSchema = {
  entityRef: (z: Zod) =>
    z
      .string()
      .min(1)
      .describe(
        'Entity that declares the release, e.g. `component:storefront`',
      ),
  environment: (z: Zod) =>
    z.string().min(1).describe('Environment of the configuration, e.g. `dev`'),
  releaseName: (z: Zod) =>
    z
      .string()
      .min(1)
      .max(53)
      .optional()
      .describe(
        'Name of the release; needed where the entity declares several in the environment',
      ),
  reason: (z: Zod) =>
    z
      .string()
      .min(1)
      .max(1000)
      .describe('Why; others read it in the history and the audit log'),
  wait: (z: Zod) =>
    z
      .boolean()
      .optional()
      .describe(
        'Follow the operation to its end and fail with it (default: true)',
      ),
};

/** A chart by the configured repository that holds it. */
export function chartField(z: Zod, description: string) {
  return z
    .object({
      repository: z.string().min(1).describe('Name of a configured repository'),
      name: z.string().min(1).describe('Name of a chart in it'),
    })
    .describe(description);
}

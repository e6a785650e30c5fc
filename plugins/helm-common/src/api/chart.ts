import { z } from 'zod';

/** @public */
export const chartVersionSchema = z.object({
  version: z.string(),
  appVersion: z.string().optional(),
  created: z.string().optional(),
  digest: z.string().optional(),
  deprecated: z.boolean(),
  isPrerelease: z.boolean(),
  description: z.string().optional(),
});
/** @public */
export type ChartVersion = z.infer<typeof chartVersionSchema>;

/** GET `/charts/{repository}/{name}`: newest first. @public */
export const chartSchema = z.object({
  repository: z.string(),
  name: z.string(),
  versions: z.array(chartVersionSchema),
});
/** @public */
export type Chart = z.infer<typeof chartSchema>;

/** GET `/charts/{repository}/{name}/{version}` @public */
export const chartDetailSchema = z.object({
  repository: z.string(),
  name: z.string(),
  version: z.string(),
  appVersion: z.string().optional(),
  digest: z.string(),
  /** values.yaml of the chart, comments kept. */
  defaultValues: z.string(),
  readme: z.string().optional(),
  /** values.schema.json as text. */
  schema: z.string().optional(),
  /** artifacthub.io/changes as lines. */
  changes: z.array(z.string()),
});
/** @public */
export type ChartDetail = z.infer<typeof chartDetailSchema>;

import { z } from 'zod';
import { problemSchema } from './problem';

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

/** A configured chart repository with what it offers. @public */
export const chartRepositorySummarySchema = z.object({
  repository: z.string(),
  kind: z.enum(['http', 'oci']),
  url: z.string(),
  /** Names in alphabetical order; see `listing`. */
  charts: z.array(z.string()),
  /**
   * `complete` · `cut`: there are more · `refused`: it doesn't tell its charts,
   * so that a name has to be known.
   */
  listing: z.enum(['complete', 'cut', 'refused']),
  /** Why it could not be asked. */
  problem: problemSchema.optional(),
});
/** @public */
export type ChartRepositorySummary = z.infer<
  typeof chartRepositorySummarySchema
>;

/** GET `/charts`: the configured repositories, in their order. @public */
export const chartRepositoryListSchema = z.object({
  items: z.array(chartRepositorySummarySchema),
});
/** @public */
export type ChartRepositoryList = z.infer<typeof chartRepositoryListSchema>;

/** A chart that another one brings along (`dependencies` of Chart.yaml). @public */
export const chartDependencySchema = z.object({
  name: z.string(),
  alias: z.string().optional(),
  /** As written: a version or a range. */
  version: z.string(),
  repository: z.string().optional(),
  /** The version that is in the archive. */
  resolved: z.string().optional(),
  /** Values key that switches it on or off. */
  condition: z.string().optional(),
  /** Newest published version, when newer and its repository is configured. */
  newer: z.string().optional(),
});
/** @public */
export type ChartDependency = z.infer<typeof chartDependencySchema>;

/** POST `/charts/{repository}/{name}/{version}/render` @public */
export const renderRequestSchema = z.strictObject({
  releaseName: z.string().min(1).max(53),
  namespace: z.string().min(1).max(63),
  /** Environment whose Kubernetes version and values layers count; default none. */
  environment: z.string().max(63).optional(),
  /** One YAML document. */
  values: z.string().max(1_048_576).optional(),
});
/** @public */
export type RenderRequest = z.infer<typeof renderRequestSchema>;

/** What the chart would make; no cluster was asked. @public */
export const renderedChartSchema = z.object({
  /** Redacted. */
  manifest: z.string(),
  objects: z.array(z.object({ kind: z.string(), name: z.string() })),
});
/** @public */
export type RenderedChart = z.infer<typeof renderedChartSchema>;

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
  /** Absent from portals of an older version. */
  dependencies: z.array(chartDependencySchema).optional(),
});
/** @public */
export type ChartDetail = z.infer<typeof chartDetailSchema>;

import { z } from 'zod';

/** An environment as screens need it; order is the order on screen. @public */
export const environmentSummarySchema = z.object({
  name: z.string(),
  title: z.string(),
  tier: z.string().optional(),
  cluster: z.string(),
  order: z.number().int(),
  promoteFrom: z.string().optional(),
  engine: z.string(),
  readOnly: z.boolean(),
  helmMajor: z.number().int().optional(),
  clusterStatus: z.object({
    connected: z.boolean(),
    /** ISO time of the last good contact. */
    lastContactAt: z.string().optional(),
    problem: z.string().optional(),
  }),
});
/** @public */
export type EnvironmentSummary = z.infer<typeof environmentSummarySchema>;

/** @public */
export const clusterSummarySchema = z.object({
  name: z.string(),
  connected: z.boolean(),
  lastContactAt: z.string().optional(),
  problem: z.string().optional(),
  kubeVersion: z.string().optional(),
  environments: z.array(z.string()),
});
/** @public */
export type ClusterSummary = z.infer<typeof clusterSummarySchema>;

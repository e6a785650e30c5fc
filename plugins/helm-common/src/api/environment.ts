import { z } from 'zod';
import { environmentSyncSchema } from './sync';

/** A time in which an environment takes no changes. @public */
export const freezeSchema = z.object({
  title: z.string(),
  /** ISO times. */
  start: z.string(),
  end: z.string(),
});
/** @public */
export type Freeze = z.infer<typeof freezeSchema>;

/** What governs changes of an environment. @public */
export const environmentPolicySchema = z.object({
  approvals: z
    .object({
      required: z.number().int(),
      approvers: z.array(z.string()),
      selfApproval: z.boolean(),
      breakGlass: z.boolean(),
      expirySeconds: z.number().int(),
    })
    .optional(),
  /** The freeze that holds now. */
  frozen: freezeSchema.optional(),
  /** Those of the next 14 days, soonest first, at most five. */
  freezesAhead: z.array(freezeSchema),
  /** What a reason must look like, where the environment says so. */
  reason: z
    .object({
      required: z.boolean(),
      pattern: z.string().optional(),
      /** In words: "Name the ticket, such as SHOP-123". */
      hint: z.string().optional(),
    })
    .optional(),
  /** A version must have been healthy in `promoteFrom` for this long. */
  promotion: z.object({ soakSeconds: z.number().int() }).optional(),
  /** The portal prepares namespaces (labels, quota, limits, network policy). */
  baseline: z.boolean(),
});
/** @public */
export type EnvironmentPolicy = z.infer<typeof environmentPolicySchema>;

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
  policy: environmentPolicySchema,
  /** Absent from portals of an older version: manual. */
  sync: environmentSyncSchema.optional(),
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

import { z } from 'zod';
import type { PlanWork } from './PlanRecord';

const overrideSchema = z.object({
  version: z.string().optional(),
  patch: z.record(z.string(), z.unknown()),
  baseDigest: z.string(),
});

/** Reads the executable part of a plan back from a row. */
export const planWorkSchema: z.ZodType<PlanWork> = z.object({
  kind: z.string(),
  chart: z
    .object({
      repository: z.string(),
      name: z.string(),
      version: z.string(),
      digest: z.string(),
    })
    .optional(),
  override: overrideSchema.optional(),
  clearOverride: z.boolean(),
  declarationDigest: z.string().optional(),
  valuesDigest: z.string().optional(),
  secrets: z.record(z.string(), z.string()).optional(),
  baseRevision: z.number().int(),
  baseDigest: z.string().optional(),
  baseStatus: z.string().optional(),
  toRevision: z.number().int().optional(),
  keepHistory: z.boolean().optional(),
  unlock: z.boolean().optional(),
  get then() {
    return planWorkSchema.optional();
  },
  noHooks: z.boolean().optional(),
  mustChangeNothing: z.boolean().optional(),
  wait: z.boolean(),
  timeoutSeconds: z.number().int(),
  historyMax: z.number().int(),
  rollbackOnFailure: z.boolean(),
  createNamespace: z.boolean(),
  helmMajor: z.union([z.literal(3), z.literal(4)]),
  preHooks: z.number().int(),
  postHooks: z.number().int(),
});

import { z } from 'zod';
import { healthSummarySchema } from './target';

/** An event of an object that is not ready. @public */
export const resourceEventSchema = z.object({
  at: z.string(),
  type: z.enum(['Normal', 'Warning']),
  reason: z.string(),
  message: z.string(),
  count: z.number().int(),
});

/** One object of a release with its health in words. @public */
export const resourceSchema = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
  isHook: z.boolean(),
  status: z.enum(['Ready', 'Progressing', 'Failed', 'Unknown', 'Missing']),
  /** "2 of 3 new pods ready". */
  words: z.string(),
  /** ISO time since it has this status. */
  since: z.string().optional(),
  events: z.array(resourceEventSchema),
  /** Containers that fail, with their last lines when `logs.read` is held. */
  failing: z.array(
    z.object({
      pod: z.string(),
      container: z.string(),
      reason: z.string(),
      lastLines: z.array(z.string()).optional(),
    }),
  ),
});
/** @public */
export type Resource = z.infer<typeof resourceSchema>;

/** GET …/resources (?summary leaves `items` empty) @public */
export const resourceListSchema = z.object({
  summary: healthSummarySchema,
  /** Not ready first. */
  items: z.array(resourceSchema),
  observedAt: z.string(),
});
/** @public */
export type ResourceList = z.infer<typeof resourceListSchema>;

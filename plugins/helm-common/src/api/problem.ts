import { z } from 'zod';

/** A problem on the wire: same shape as HelmProblem. @public */
export const problemSchema = z.object({
  code: z.string(),
  field: z.string().optional(),
  message: z.string(),
  wayOut: z.string().optional(),
  /** What would put it right: a version to pin. */
  suggestion: z.object({ version: z.string() }).optional(),
});
/** @public */
export type Problem = z.infer<typeof problemSchema>;

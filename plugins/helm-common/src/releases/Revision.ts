import { z } from 'zod';

/** Helm's release status set (engines.md §2.2). @public */
export const helmStatusSchema = z.enum([
  'unknown',
  'deployed',
  'uninstalled',
  'superseded',
  'failed',
  'uninstalling',
  'pending-install',
  'pending-upgrade',
  'pending-rollback',
]);

/** @public */
export type HelmStatus = z.infer<typeof helmStatusSchema>;

/** What is known of one revision without its values and manifest. @public */
export const revisionSchema = z.object({
  revision: z.number().int().positive(),
  /** From the payload, never from the label alone. */
  status: helmStatusSchema,
  chartName: z.string(),
  chartVersion: z.string(),
  appVersion: z.string().optional(),
  /** ISO 8601. */
  updatedAt: z.string(),
  firstDeployedAt: z.string().optional(),
  description: z.string(),
  /** The revision that this one restored, when it is a rollback. */
  rollbackTo: z.number().int().optional(),
  /** Operation of the portal that made it, when known. */
  operationId: z.string().optional(),
  /** Who and why by the portal's record; absent for changes made elsewhere. */
  by: z.string().optional(),
  reason: z.string().optional(),
  /** True when our record says that this revision became ready. */
  succeeded: z.boolean().optional(),
  /** Set when the body could not be read; the row is kept. */
  unreadable: z.string().optional(),
});

/** @public */
export type Revision = z.infer<typeof revisionSchema>;

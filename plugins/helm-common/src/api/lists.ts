import { z } from 'zod';
import { operationEventSchema, operationSchema } from '../operations';

/** GET /operations @public */
export const operationListSchema = z.object({
  items: z.array(operationSchema),
  nextCursor: z.string().optional(),
});
/** @public */
export type OperationList = z.infer<typeof operationListSchema>;

/** GET `/operations/{id}/events` (long poll) @public */
export const operationEventsSchema = z.object({
  events: z.array(operationEventSchema),
  operation: operationSchema,
  /** True when these are the last events, and the operation as it stays. */
  isOver: z.boolean().optional(),
});
/** @public */
export type OperationEvents = z.infer<typeof operationEventsSchema>;

/** GET /audit @public */
export const auditEntrySchema = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  outcome: z.enum(['allowed', 'denied', 'done', 'failed']),
  release: z.string().optional(),
  environment: z.string().optional(),
  operationId: z.string().optional(),
  reason: z.string().optional(),
  detail: z.record(z.string(), z.unknown()),
});
/** @public */
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** @public */
export const auditListSchema = z.object({
  items: z.array(auditEntrySchema),
  nextCursor: z.string().optional(),
});
/** @public */
export type AuditList = z.infer<typeof auditListSchema>;

import { z } from 'zod';
import { releaseRefSchema } from '../releases';

/** @public */
export const operationStatuses = [
  'awaiting-approval',
  'queued',
  'running',
  'handed-over',
  'succeeded',
  'rolled-back',
  'failed',
  'denied',
  'cancelled',
  'superseded',
  'expired',
  'interrupted',
  'dead',
] as const;
/** @public */
export const operationStatusSchema = z.enum(operationStatuses);
/** @public */
export type OperationStatus = z.infer<typeof operationStatusSchema>;

/** Steps of an operation as the screens show them, in order. @public */
export const phaseNames = [
  'preflight',
  'fetch',
  'hooks',
  'apply',
  'wait',
  'settle',
] as const;
/** @public */
export const phaseSchema = z.object({
  name: z.enum(phaseNames),
  status: z.enum(['next', 'running', 'passed', 'failed', 'skipped']),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  /** In words: "12 objects: 9 changed, 3 unchanged". */
  summary: z.string().optional(),
});
/** @public */
export type OperationPhase = z.infer<typeof phaseSchema>;

/** Why an operation ended as it did, in words for a person. @public */
export const outcomeSchema = z.object({
  code: z.string(),
  /** What happened: "Upgrade to 2.0.0 failed, put back to 1.3.0". */
  title: z.string(),
  /** Why, in the app's terms: the failing object, container and last lines. */
  why: z.string().optional(),
  /** Last lines of the failing container, redacted. */
  evidence: z
    .array(z.object({ source: z.string(), lines: z.array(z.string()) }))
    .optional(),
  /** What the cluster holds now. */
  holds: z.string(),
  /** What to do next. */
  next: z.string().optional(),
});
/** @public */
export type OperationOutcome = z.infer<typeof outcomeSchema>;

/** What an operation that waits for approval waits for. @public */
export const approvalSchema = z.object({
  /** How many different people must approve. */
  required: z.number().int(),
  /** Refs of users and groups, or `owner` for the entity's owner. */
  approvers: z.array(z.string()),
  /** Whether the requester's own approval counts. */
  selfApproval: z.boolean(),
  /** Whether it may be run without, by `helm.approval.override`. */
  breakGlass: z.boolean(),
  /** ISO time after which nobody can approve it any more. */
  expiresAt: z.string(),
  /** Digest of the plan that approvals are bound to: what approve must name. */
  planDigest: z.string(),
  /** Approvals of this very plan, oldest first. */
  given: z.array(
    z.object({
      by: z.string(),
      at: z.string(),
      isBreakGlass: z.boolean(),
      reason: z.string().optional(),
    }),
  ),
  rejected: z
    .object({ by: z.string(), at: z.string(), reason: z.string() })
    .optional(),
  /**
   * Sentences that say what differs from the plan that was asked for or
   * approved before; approvals of that one do not count any more.
   */
  changedSince: z.array(z.string()),
});
/** @public */
export type Approval = z.infer<typeof approvalSchema>;

/** @public */
export const operationSchema = z.object({
  id: z.string(),
  /** Key of the kind registry, an open set. */
  kind: z.string(),
  status: operationStatusSchema,
  release: releaseRefSchema,
  environment: z.string(),
  /** Entity that owns the release; absent when undeclared. */
  entityRef: z.string().optional(),
  engine: z.string(),
  planId: z.string().optional(),
  /** `user:default/ana`, `system:catalog`, or a service subject. */
  requestedBy: z.string(),
  reason: z.string().optional(),
  createdAt: z.string(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  deadline: z.string().optional(),
  /** Chart version before and after, when it has one. */
  fromVersion: z.string().optional(),
  toVersion: z.string().optional(),
  /** Revision that a rollback restores. */
  toRevision: z.number().int().optional(),
  revisionBefore: z.number().int().optional(),
  revisionAfter: z.number().int().optional(),
  phases: z.array(phaseSchema),
  outcome: outcomeSchema.optional(),
  /** The automatic rollback that this failure started, or the operation that it follows. */
  followedBy: z.string().optional(),
  follows: z.string().optional(),
  retryOf: z.string().optional(),
  attempt: z.number().int(),
  cancelRequestedBy: z.string().optional(),
  /** Set where the environment wanted approvals, also after they were given. */
  approval: approvalSchema.optional(),
  /** It may run in spite of a freeze. */
  overridesFreeze: z.boolean().optional(),
  /** The operation that took the place of this one, which waited. */
  supersededBy: z.string().optional(),
  /** False when the database is in memory. */
  durable: z.boolean(),
  /** Whether the caller may cancel or retry now, with the reason if not. */
  actions: z
    .array(
      z.object({
        action: z.enum(['cancel', 'retry', 'approve', 'reject', 'break-glass']),
        allowed: z.boolean(),
        reason: z.string().optional(),
      }),
    )
    .optional(),
});
/** @public */
export type Operation = z.infer<typeof operationSchema>;

/** One line of an operation's event log; `seq` grows by one without gaps. @public */
export const operationEventSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  type: z.enum(['status', 'phase', 'log', 'warning', 'truncated']),
  phase: z.enum(phaseNames).optional(),
  /** Redacted, one line. */
  text: z.string(),
});
/** @public */
export type OperationEvent = z.infer<typeof operationEventSchema>;

const live: ReadonlySet<OperationStatus> = new Set([
  'awaiting-approval',
  'queued',
  'running',
  'handed-over',
]);

/** Whether an operation in this status will never change again. @public */
export function isTerminal(status: OperationStatus): boolean {
  return !live.has(status);
}

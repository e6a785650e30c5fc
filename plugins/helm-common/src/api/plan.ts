import { z } from 'zod';
import { releaseRefSchema } from '../releases';
import { problemSchema } from './problem';

/** POST /plans. The server derives entity and environment from the release. @public */
export const planRequestSchema = z.strictObject({
  release: releaseRefSchema,
  kind: z.enum([
    'install',
    'upgrade',
    'rollback',
    'uninstall',
    'test',
    'adopt',
    'unlock',
    'finish-uninstall',
    'reinstall',
    'rebuild',
  ]),
  /** Chart version; default the declared one (or its override). */
  version: z.string().max(128).optional(),
  /**
   * Wanted values of mine as one YAML document (what differs from the
   * declaration becomes the override); absent = the declaration plus the
   * active override.
   */
  values: z.string().max(1_048_576).optional(),
  /** Drop the active override and deploy exactly what is declared. */
  asDeclared: z.boolean().optional(),
  /** Revision to restore, for rollback. */
  revision: z.number().int().positive().optional(),
  /** Keep history on uninstall. */
  keepHistory: z.boolean().optional(),
  /** Mark a pending newest revision as failed first, for an upgrade. */
  unlock: z.boolean().optional(),
});
/** @public */
export type PlanRequest = z.infer<typeof planRequestSchema>;

/** One line of the impact report. @public */
export const findingSchema = z.object({
  /** accept = red, needs a tick; know = amber; fact = neutral. */
  level: z.enum(['accept', 'know', 'fact']),
  code: z.string(),
  what: z.string(),
  why: z.string().optional(),
  todo: z.string().optional(),
});
/** @public */
export type Finding = z.infer<typeof findingSchema>;

/** @public */
export const planSchema = z.object({
  id: z.string(),
  /** Digest over everything that approval and execution are bound to. */
  digest: z.string(),
  kind: z.string(),
  release: releaseRefSchema,
  environment: z.string(),
  entityRef: z.string().optional(),
  createdBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  engine: z.string(),
  chart: z
    .object({
      name: z.string(),
      repository: z.string(),
      version: z.string(),
      appVersion: z.string().optional(),
      digest: z.string(),
    })
    .optional(),
  fromVersion: z.string().optional(),
  toVersion: z.string().optional(),
  toRevision: z.number().int().optional(),
  /** Newest revision when the plan was made; 0 when none. */
  baseRevision: z.number().int(),
  valuesDigest: z.string().optional(),
  /** Dotted keys that become (or stay) an override. */
  overrideKeys: z.array(z.string()),
  /** Objects: what will be added, changed, removed, stays. */
  counts: z.object({
    added: z.number().int(),
    changed: z.number().int(),
    removed: z.number().int(),
    unchanged: z.number().int(),
  }),
  /** Objects that an uninstall removes or keeps. */
  objects: z.array(
    z.object({ kind: z.string(), name: z.string(), keeps: z.boolean() }),
  ),
  hooks: z.array(
    z.object({
      kind: z.string(),
      name: z.string(),
      events: z.array(z.string()),
    }),
  ),
  findings: z.array(findingSchema),
  /** Problems that stop it from being run; the diff is still shown. */
  blockedBy: z.array(problemSchema),
  /** False when nothing would change at all. */
  changesAnything: z.boolean(),
});
/** @public */
export type Plan = z.infer<typeof planSchema>;

/** POST /operations @public */
export const operationRequestSchema = z.strictObject({
  plan: z.string().min(1).max(64),
  reason: z.string().max(1000).optional(),
  /** Run in spite of a freeze; needs `helm.freeze.override` and a reason. */
  overrideFreeze: z.boolean().optional(),
  /** Id of the waiting operation of this release whose place it takes. */
  replaces: z.string().min(1).max(64).optional(),
});
/** @public */
export type OperationRequest = z.infer<typeof operationRequestSchema>;

/** POST `/operations/{id}/approve` @public */
export const approveRequestSchema = z.strictObject({
  /** Digest of the plan that was looked at. */
  planDigest: z.string().min(1).max(200),
  /** Run without the approvals that are missing; needs a reason. */
  breakGlass: z.boolean().optional(),
  reason: z.string().max(1000).optional(),
});
/** @public */
export type ApproveRequest = z.infer<typeof approveRequestSchema>;

/** POST `/operations/{id}/reject` @public */
export const rejectRequestSchema = z.strictObject({
  reason: z.string().trim().min(1).max(1000),
});
/** @public */
export type RejectRequest = z.infer<typeof rejectRequestSchema>;

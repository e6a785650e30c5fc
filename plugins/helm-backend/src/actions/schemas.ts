import type { z } from 'zod/v3';

/** The zod that the registry hands in. */
export type Zod = typeof z;

/** How an agent names a release, in pieces that list-releases gives. */
export const releaseInput = (zod: Zod) => ({
  cluster: zod.string().min(1).max(253).describe('Cluster of the release'),
  namespace: zod.string().min(1).max(63).describe('Namespace of the release'),
  name: zod.string().min(1).max(53).describe('Name of the release'),
});

/** What deploy and roll back share. */
export const runInput = (zod: Zod) => ({
  reason: zod
    .string()
    .trim()
    .min(1)
    .max(1000)
    .describe(
      'Why, for the people who read the history; some environments want a ticket number in it',
    ),
  planId: zod
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe(
      'Plan from helm plan-release to run as it was reviewed; without it one is made now',
    ),
  idempotencyKey: zod
    .string()
    .regex(/^[\x21-\x7e]{1,100}$/)
    .optional()
    .describe(
      'The same key with the same input gives the same operation, however often it is sent',
    ),
  waitSeconds: zod
    .number()
    .int()
    .min(0)
    .max(50)
    .optional()
    .describe('How long to wait for the end; default 0'),
});

const releaseOutput = (zod: Zod) =>
  zod.object({
    cluster: zod.string(),
    namespace: zod.string(),
    name: zod.string(),
  });

/** A state in words. */
export const stateOutput = (zod: Zod) =>
  zod.object({
    state: zod.string(),
    reason: zod.string(),
    lifecycle: zod.string(),
    sync: zod.string(),
    drift: zod.string(),
    health: zod.string(),
  });

export const problemOutput = (zod: Zod) =>
  zod.object({
    code: zod.string(),
    field: zod.string().optional(),
    message: zod.string(),
    wayOut: zod.string().optional(),
  });

export const revisionOutput = (zod: Zod) =>
  zod.object({
    revision: zod.number(),
    status: zod.string(),
    chart: zod.string(),
    version: zod.string(),
    appVersion: zod.string().optional(),
    updatedAt: zod.string(),
    description: zod.string(),
    rollbackTo: zod.number().optional(),
    by: zod.string().optional(),
    reason: zod.string().optional(),
    operationId: zod.string().optional(),
    succeeded: zod.boolean().optional(),
  });

export const releaseRowOutput = (zod: Zod) =>
  zod.object({
    release: releaseOutput(zod),
    environment: zod.string().optional(),
    entityRef: zod.string().optional(),
    state: stateOutput(zod),
    revision: revisionOutput(zod).optional(),
    stale: zod.boolean(),
  });

export const operationOutput = (zod: Zod) =>
  zod.object({
    id: zod.string(),
    kind: zod.string(),
    status: zod.string(),
    isOver: zod.boolean(),
    release: releaseOutput(zod),
    environment: zod.string(),
    requestedBy: zod.string(),
    reason: zod.string().optional(),
    createdAt: zod.string(),
    finishedAt: zod.string().optional(),
    fromVersion: zod.string().optional(),
    toVersion: zod.string().optional(),
    revisionAfter: zod.number().optional(),
    phases: zod.array(
      zod.object({
        name: zod.string(),
        status: zod.string(),
        summary: zod.string().optional(),
      }),
    ),
    outcome: zod
      .object({
        code: zod.string(),
        title: zod.string(),
        why: zod.string().optional(),
        holds: zod.string(),
        next: zod.string().optional(),
        evidence: zod.array(
          zod.object({ source: zod.string(), lines: zod.array(zod.string()) }),
        ),
      })
      .optional(),
    waitsForApprovalOf: zod.array(zod.string()).optional(),
    url: zod.string().describe('The page for people'),
  });

export const planOutput = (zod: Zod) =>
  zod.object({
    id: zod.string(),
    kind: zod.string(),
    environment: zod.string(),
    expiresAt: zod.string(),
    fromVersion: zod.string().optional(),
    toVersion: zod.string().optional(),
    toRevision: zod.number().optional(),
    changesAnything: zod.boolean(),
    counts: zod.object({
      added: zod.number(),
      changed: zod.number(),
      removed: zod.number(),
      unchanged: zod.number(),
    }),
    overrideKeys: zod.array(zod.string()),
    findings: zod.array(
      zod.object({
        level: zod.enum(['accept', 'know', 'fact']),
        code: zod.string(),
        what: zod.string(),
        why: zod.string().optional(),
        todo: zod.string().optional(),
      }),
    ),
    blockedBy: zod.array(problemOutput(zod)),
  });

/** What became of a change. */
export const runOutput = (zod: Zod) =>
  zod.object({
    started: zod
      .boolean()
      .describe('False when everything is already as wanted'),
    plan: planOutput(zod).optional(),
    operation: operationOutput(zod).optional(),
  });

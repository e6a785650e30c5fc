import { z } from 'zod';
import { releaseRefSchema } from '../releases';
import { problemSchema } from './problem';

/** Principal of what the catalog's declarations ask for by themselves. @public */
export const SYSTEM_CATALOG = 'system:catalog';

/** How an environment follows its declarations. @public */
export const environmentSyncSchema = z.object({
  mode: z.enum(['manual', 'automatic']),
  /** Releases that are not there yet are installed too. */
  install: z.boolean(),
  /** Most releases that may change at once before a person is asked. */
  maxChanges: z.number().int(),
  /** The brake: so many changes wait for "review and continue". */
  held: z
    .object({
      /** ISO time. */
      since: z.string(),
      changes: z.number().int(),
      /** Those that the caller may read. */
      releases: z.array(releaseRefSchema),
      /** Names the very set that was reviewed. */
      digest: z.string(),
    })
    .optional(),
});
/** @public */
export type EnvironmentSync = z.infer<typeof environmentSyncSchema>;

/** Why automatic sync of one target is paused. @public */
export const syncPauseSchema = z.object({
  /** `rollback`, `uninstall`: a person's operation paused it. */
  cause: z.enum(['person', 'rollback', 'uninstall']),
  by: z.string(),
  /** ISO time. */
  at: z.string(),
  reason: z.string().optional(),
  operationId: z.string().optional(),
});
/** @public */
export type SyncPause = z.infer<typeof syncPauseSchema>;

/** What automatic sync does with one target now. @public */
export const syncStatusSchema = z.object({
  mode: z.enum(['manual', 'automatic']),
  /**
   * `off`: not followed, `detail` says why · `synced` · `pending`: seen, about to
   * be queued · `working`: its operation waits or runs · `waiting`: something
   * must come first · `held`: the environment's brake · `backing-off` · `stopped`
   * after the last attempt · `paused`.
   */
  phase: z.enum([
    'off',
    'synced',
    'pending',
    'working',
    'waiting',
    'held',
    'backing-off',
    'stopped',
    'paused',
  ]),
  /** The phase in words, with who or what ends it. */
  detail: z.string().optional(),
  paused: syncPauseSchema.optional(),
  /** What must come first: a dependency, an override, a freeze … */
  waitsFor: problemSchema.optional(),
  failure: z
    .object({
      attempts: z.number().int(),
      of: z.number().int(),
      reason: z.string(),
      operationId: z.string().optional(),
      nextAttemptAt: z.string().optional(),
    })
    .optional(),
  /** When this declaration was last applied as it stands, ISO. */
  appliedAt: z.string().optional(),
});
/** @public */
export type SyncStatus = z.infer<typeof syncStatusSchema>;

/** POST `/sync/{cluster}/{namespace}/{name}/pause` and `…/resume` @public */
export const syncRequestSchema = z.strictObject({
  reason: z.string().trim().max(1000).optional(),
});
/** @public */
export type SyncRequest = z.infer<typeof syncRequestSchema>;

/** POST `/environments/{environment}/sync/continue` @public */
export const continueSyncSchema = z.strictObject({
  /** Of the set that was reviewed. */
  digest: z.string().min(1).max(200),
  reason: z.string().trim().min(1).max(1000),
});
/** @public */
export type ContinueSync = z.infer<typeof continueSyncSchema>;

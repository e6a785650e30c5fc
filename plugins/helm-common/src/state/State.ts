import { z } from 'zod';

/** @public */
export const lifecycleSchema = z.enum([
  'Absent',
  'Deployed',
  'Progressing',
  'Failed',
  'Locked',
  'Uninstalling',
  'Unknown',
]);
/** @public */
export const syncSchema = z.enum([
  'InSync',
  'OutOfSync',
  'Undeclared',
  'Paused',
  'Conflict',
  'Orphaned',
]);
/** @public */
export const driftSchema = z.enum(['None', 'Drifted', 'Unchecked']);
/** @public */
export const healthStatusSchema = z.enum([
  'Healthy',
  'Progressing',
  'Failed',
  'Unknown',
]);

/** Who drives a release. `portal` = bound to an entity of this catalog. @public */
export const ownerSchema = z.object({
  kind: z.enum(['portal', 'helm', 'flux', 'argocd']),
  /** The owning object, e.g. `HelmRelease shop-dev/storefront`, or the bound entity. */
  name: z.string().optional(),
});

/** @public */
export const releaseStateSchema = z.object({
  lifecycle: lifecycleSchema,
  sync: syncSchema,
  drift: driftSchema,
  health: healthStatusSchema,
  owner: ownerSchema,
  /** ISO time of the observation behind it. */
  observedAt: z.string(),
});
/** @public */
export type ReleaseState = z.infer<typeof releaseStateSchema>;

/** @public */
export const toneSchema = z.enum(['err', 'warn', 'accent', 'ok', 'mute']);
/** One word, tone and reason for a state: what a card shows. @public */
export const headlineSchema = z.object({
  /** Key of the design's state table. */
  state: z.enum([
    'InSync',
    'OutOfSync',
    'Drifted',
    'Progressing',
    'Failed',
    'Locked',
    'Absent',
    'Unmanaged',
    'Unknown',
    'Conflict',
    'Uninstalling',
    'Undeclared',
    'Orphaned',
    'Paused',
  ]),
  word: z.string(),
  tone: toneSchema,
  /** The sentence of the design's pattern column. */
  reason: z.string(),
});
/** @public */
export type Headline = z.infer<typeof headlineSchema>;

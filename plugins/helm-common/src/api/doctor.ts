import { z } from 'zod';
import { releaseRefSchema } from '../releases';
import { toneSchema } from '../state';
import { planRequestSchema } from './plan';

/** What holds a release up (engines.md §2.6, §6). @public */
export const diagnosisSchema = z.enum([
  /** Nothing to free. */
  'Healthy',
  /** An operation of the portal, or a Helm outside of it, is at work. */
  'Working',
  'PendingInstall',
  'PendingUpgrade',
  'PendingRollback',
  'Uninstalling',
  /** The first install failed: there is nothing to go back to. */
  'FailedFirstInstall',
  /** The newest revision failed, and no revision that succeeded is left. */
  'NoRollbackTarget',
  /** Live resources of this release, but no record of it. */
  'LostState',
]);
/** @public */
export type Diagnosis = z.infer<typeof diagnosisSchema>;

/** One way out of a stuck release; its preview is the plan. @public */
export const wayOutSchema = z.object({
  key: z.enum([
    'rollback',
    'finish-upgrade',
    'unlock',
    'finish-uninstall',
    'undo-uninstall',
    'uninstall',
    'reinstall',
    'rebuild',
    'wait',
  ]),
  /** "Roll back to revision 28". */
  title: z.string(),
  /** "Last one that was deployed, chart 2.3.1." */
  detail: z.string(),
  suggested: z.boolean(),
  allowed: z.boolean(),
  code: z.string().optional(),
  /** Why not, and who or what lifts it. */
  reason: z.string().optional(),
  /** Body of POST /plans; absent for what needs none (wait). */
  plan: planRequestSchema.optional(),
  /** The same by hand, for a terminal. */
  command: z.string().optional(),
});
/** @public */
export type WayOut = z.infer<typeof wayOutSchema>;

/** GET `/clusters/…/releases/{name}/doctor` @public */
export const doctorSchema = z.object({
  release: releaseRefSchema,
  environment: z.string(),
  entityRef: z.string().optional(),
  diagnosis: diagnosisSchema,
  /** "storefront in staging is locked". */
  title: z.string(),
  /** What holds it up and since when, in a sentence or two. */
  summary: z.string(),
  /** Newest revision in storage, with its payload status. */
  revision: z.number().int().optional(),
  status: z.string().optional(),
  /** Who or what left it, whether anybody holds it now. */
  found: z.array(
    z.object({
      tone: toneSchema,
      what: z.string(),
      detail: z.string().optional(),
      /** Links to the operation or the person. */
      operationId: z.string().optional(),
      user: z.string().optional(),
    }),
  ),
  /** What the cluster holds, grouped: "9 objects", "as in revision 29". */
  holds: z.array(
    z.object({
      what: z.string(),
      as: z.string(),
      health: z.enum(['ready', 'progressing', 'failing', 'missing', 'unknown']),
      words: z.string(),
    }),
  ),
  /** Said where the cluster's objects could not be read. */
  holdsProblem: z.string().optional(),
  /** ISO time. */
  checkedAt: z.string(),
  /** ISO time until which somebody may still be at work. */
  waitUntil: z.string().optional(),
  waysOut: z.array(wayOutSchema),
});
/** @public */
export type Doctor = z.infer<typeof doctorSchema>;

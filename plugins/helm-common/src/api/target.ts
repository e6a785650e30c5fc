import { z } from 'zod';
import { operationSchema } from '../operations';
import { releaseRefSchema, revisionSchema } from '../releases';
import { headlineSchema, releaseStateSchema } from '../state';
import { environmentSummarySchema } from './environment';
import { problemSchema } from './problem';
import { syncStatusSchema } from './sync';

/** An action on a release: the same table decides buttons and admission. @public */
export const actionSchema = z.object({
  action: z.enum([
    'install',
    'deploy',
    'rollback',
    'uninstall',
    'test',
    'adopt',
    'unlock',
    'pause-sync',
    'resume-sync',
    'refresh',
    'view-operation',
  ]),
  allowed: z.boolean(),
  /** Code and sentence when not allowed: who or what lifts it. */
  code: z.string().optional(),
  reason: z.string().optional(),
});
/** @public */
export type ReleaseAction = z.infer<typeof actionSchema>;

/** What the catalog says should run in one environment. @public */
export const declaredReleaseSchema = z.object({
  chart: z.string(),
  repository: z.string(),
  version: z.string(),
  appVersion: z.string().optional(),
  namespace: z.string(),
  releaseName: z.string(),
  /** Where it was read: catalog location and files, for links. */
  sources: z.array(z.object({ url: z.string(), etag: z.string().optional() })),
  readAt: z.string(),
  /** Set when the last read failed and this is the last good snapshot. */
  staleBecause: z.string().optional(),
  /** HMAC of the merged declared values. */
  valuesDigest: z.string(),
  wait: z.boolean(),
  timeoutSeconds: z.number().int(),
  rollbackOnFailure: z.boolean(),
  createNamespace: z.boolean(),
  /** The HelmRelease document that it stands in, where it is not annotations. */
  document: z
    .object({
      format: z.enum(['flux-v2', 'flux-v1', 'helm-operator', 'planton']),
      name: z.string(),
      namespace: z.string().optional(),
      url: z.string(),
    })
    .optional(),
  /** Releases of the same environment that come first. */
  dependsOn: z
    .array(
      z.object({
        name: z.string(),
        release: releaseRefSchema.optional(),
        entityRef: z.string().optional(),
      }),
    )
    .optional(),
  /** Commit, or tag of the content, that the declaration was read at. */
  revision: z.string().optional(),
});
/** @public */
export type DeclaredReleaseSummary = z.infer<typeof declaredReleaseSchema>;

/** @public */
export const overrideSummarySchema = z.object({
  version: z.string().optional(),
  /** Dotted paths of the values that it changes; never the values. */
  keys: z.array(z.string()),
  by: z.string(),
  reason: z.string().optional(),
  at: z.string(),
  expiresAt: z.string().optional(),
});
/** @public */
export type OverrideSummary = z.infer<typeof overrideSummarySchema>;

/** Objects of a release counted by readiness: the squares of a card. @public */
export const healthSummarySchema = z.object({
  status: z.enum(['Healthy', 'Progressing', 'Failed', 'Unknown']),
  ready: z.number().int(),
  progressing: z.number().int(),
  failing: z.number().int(),
  unknown: z.number().int(),
  /** "7 of 12 ready, 5 in progress". */
  words: z.string(),
});
/** @public */
export type HealthSummary = z.infer<typeof healthSummarySchema>;

/** One declared release in one environment: one card of the strip. @public */
export const targetSchema = z.object({
  environment: environmentSummarySchema,
  /** Absent when the declaration is too broken to name one. */
  release: releaseRefSchema.optional(),
  declared: declaredReleaseSchema.optional(),
  /** Newest revision in storage. */
  deployed: revisionSchema.optional(),
  /** Newest revision known good, when not the newest. */
  lastGoodRevision: z.number().int().optional(),
  state: releaseStateSchema,
  headline: headlineSchema,
  /** Newest published version (no pre-releases), when newer than deployed. */
  newerVersion: z.string().optional(),
  /** Published versions between this and the promoteFrom environment. */
  behind: z
    .object({ environment: z.string(), versions: z.number().int() })
    .optional(),
  override: overrideSummarySchema.optional(),
  activeOperation: operationSchema.optional(),
  lastOperation: operationSchema.optional(),
  actions: z.array(actionSchema),
  /** Declaration problems of this target. */
  problems: z.array(problemSchema),
  /** What of the declaration is not honoured; stops nothing. */
  warnings: z.array(problemSchema).optional(),
  syncStatus: syncStatusSchema.optional(),
  /** Set when the cluster is away: data is from `state.observedAt`. */
  stale: z.boolean(),
});
/** @public */
export type Target = z.infer<typeof targetSchema>;

/** GET `/entities/{kind}/{namespace}/{name}/releases` @public */
export const entityReleasesSchema = z.object({
  entityRef: z.string(),
  targets: z.array(targetSchema),
  /** Problems of the declaration as a whole, e.g. an unknown key. */
  problems: z.array(problemSchema),
  durable: z.boolean(),
  /** A change of the declaration can be proposed as a pull request. */
  proposals: z.boolean().optional(),
});
/** @public */
export type EntityReleases = z.infer<typeof entityReleasesSchema>;

/** GET `/entities/{kind}/{namespace}/{name}/dependencies` @public */
export const entityDependenciesSchema = z.object({
  /** Entities whose releases come before the entity's own. */
  items: z.array(z.object({ entityRef: z.string() })),
});
/** @public */
export type EntityDependencies = z.infer<typeof entityDependenciesSchema>;

/** One row of the fleet. @public */
export const releaseRowSchema = z.object({
  release: releaseRefSchema,
  environment: z.string().optional(),
  entityRef: z.string().optional(),
  deployed: revisionSchema.optional(),
  state: releaseStateSchema,
  headline: headlineSchema,
  stale: z.boolean(),
});
/** @public */
export type ReleaseRow = z.infer<typeof releaseRowSchema>;

/** @public */
export const releaseListSchema = z.object({
  items: z.array(releaseRowSchema),
  nextCursor: z.string().optional(),
  total: z.number().int().optional(),
  /** What each filter could be set to, the other ones given. */
  facets: z
    .object({
      /** Entity refs. */
      owner: z.array(z.string()),
      system: z.array(z.string()),
      chart: z.array(z.string()),
    })
    .optional(),
  /** Clusters that could not be read. */
  away: z.array(z.object({ cluster: z.string(), problem: z.string() })),
});
/** @public */
export type ReleaseList = z.infer<typeof releaseListSchema>;

/** GET `/clusters/…/releases/{name}` @public */
export const releaseDetailSchema = z.object({
  target: targetSchema,
  entityRef: z.string().optional(),
});
/** @public */
export type ReleaseDetail = z.infer<typeof releaseDetailSchema>;

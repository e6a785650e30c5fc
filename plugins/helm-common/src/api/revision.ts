import { z } from 'zod';
import { revisionSchema } from '../releases';

/** GET …/history @public */
export const historySchema = z.object({
  items: z.array(revisionSchema),
  stale: z.boolean(),
});
/** @public */
export type History = z.infer<typeof historySchema>;

/** Layer that set a value key, lowest first (DESIGN §3). @public */
export const valuesLayerSchema = z.object({
  name: z.enum([
    'chart defaults',
    'helm.values',
    'environment',
    'values',
    'valuesFrom',
    'document',
    'values.environment',
    'override',
  ]),
  /** File or annotation it came from. */
  source: z.string().optional(),
});
/** @public */
export type ValuesLayerName = z.infer<typeof valuesLayerSchema>;

/** A YAML document with secrets masked and the layer of each line's key. @public */
export const valuesDocumentSchema = z.object({
  /** Redacted YAML. */
  yaml: z.string(),
  /** Dotted key path → layer, for every leaf that has a known one. */
  provenance: z.record(z.string(), valuesLayerSchema),
});
/** @public */
export type ValuesDocument = z.infer<typeof valuesDocumentSchema>;

/** GET `…/revisions/{n}` @public */
export const revisionDetailSchema = z.object({
  revision: revisionSchema,
  /** User-supplied values; absent without helm.release.values.read. */
  mine: valuesDocumentSchema.optional(),
  /** Values as Helm computed them. */
  computed: valuesDocumentSchema.optional(),
  valuesDenied: z.string().optional(),
  /** Redacted manifest, hooks apart. */
  manifest: z.string(),
  hooks: z.string(),
  notes: z.string(),
  chartReadme: z.string().optional(),
});
/** @public */
export type RevisionDetail = z.infer<typeof revisionDetailSchema>;

/** One line of a unified diff; `left`/`right` are 1-based line numbers. @public */
export const diffLineSchema = z.object({
  type: z.enum(['context', 'add', 'del']),
  text: z.string(),
  left: z.number().int().optional(),
  right: z.number().int().optional(),
});
/** @public */
export type DiffLine = z.infer<typeof diffLineSchema>;

/** A run of lines with context; `skippedBefore` unchanged lines are folded. @public */
export const diffHunkSchema = z.object({
  skippedBefore: z.number().int(),
  lines: z.array(diffLineSchema),
});
/** @public */
export type DiffHunk = z.infer<typeof diffHunkSchema>;

/** @public */
export const changeSchema = z.enum([
  'added',
  'changed',
  'removed',
  'unchanged',
]);

/** One object (manifest) or the document (values) that differs. @public */
export const diffEntrySchema = z.object({
  /** `Deployment shop-dev/storefront`, or a dotted values key. */
  title: z.string(),
  kind: z.string().optional(),
  name: z.string().optional(),
  namespace: z.string().optional(),
  isHook: z.boolean().optional(),
  change: changeSchema,
  /** Content differs at each render: "generated at install". */
  generated: z.boolean().optional(),
  hunks: z.array(diffHunkSchema),
});
/** @public */
export type DiffEntry = z.infer<typeof diffEntrySchema>;

/** GET /diff @public */
export const diffSchema = z.object({
  of: z.enum(['values', 'manifest']),
  left: z.string(),
  right: z.string(),
  counts: z.object({
    added: z.number().int(),
    changed: z.number().int(),
    removed: z.number().int(),
    unchanged: z.number().int(),
  }),
  entries: z.array(diffEntrySchema),
  /** Sentence when a part may not be shown. */
  denied: z.string().optional(),
});
/** @public */
export type Diff = z.infer<typeof diffSchema>;

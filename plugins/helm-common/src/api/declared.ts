import { z } from 'zod';
import { releaseRefSchema } from '../releases';
import { valuesLayerSchema } from './revision';

/** What one environment declares, key by key. @public */
export const declaredTargetSchema = z.object({
  environment: z.string(),
  release: releaseRefSchema,
  /**
   * Dotted path of each key → its value as text, secrets masked, and the layer
   * that set it; absent without `helm.release.values.read`.
   */
  values: z
    .record(
      z.string(),
      z.object({ text: z.string(), layer: valuesLayerSchema.optional() }),
    )
    .optional(),
  /** Keys that are too many to be told. */
  moreKeys: z.number().int(),
});
/** @public */
export type DeclaredTarget = z.infer<typeof declaredTargetSchema>;

/** GET `/entities/{kind}/{namespace}/{name}/declared` @public */
export const entityDeclaredSchema = z.object({
  entityRef: z.string(),
  targets: z.array(declaredTargetSchema),
});
/** @public */
export type EntityDeclared = z.infer<typeof entityDeclaredSchema>;

import { z } from 'zod';

/**
 * PUT `/clusters/…/releases/{name}/secrets/{secret}`: written to the cluster at
 * once with the deployer's identity; only the reference is kept.
 *
 * @public
 */
export const secretRequestSchema = z.strictObject({
  /** Plain texts by key. */
  data: z.record(
    z.string().regex(/^[-._a-zA-Z0-9]{1,253}$/),
    z.string().min(1).max(65_536),
  ),
  reason: z.string().trim().max(1000).optional(),
});
/** @public */
export type SecretRequest = z.infer<typeof secretRequestSchema>;

/** What values may refer to. @public */
export const secretReferenceSchema = z.object({
  name: z.string(),
  namespace: z.string(),
  keys: z.array(z.string()),
  /** False when it was there and was changed. */
  created: z.boolean(),
});
/** @public */
export type SecretReference = z.infer<typeof secretReferenceSchema>;

import { z } from 'zod';

/**
 * A release's identity everywhere (queue, locks, bindings, URLs). The
 * environment is derived from it.
 *
 * @public
 */
export const releaseRefSchema = z.object({
  /** Cluster name as configured. */
  cluster: z.string().min(1).max(253),
  /** Storage namespace: where Helm keeps the release Secrets. */
  namespace: z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/),
  /** Release name, Helm's own rule (at most 53 characters). */
  name: z
    .string()
    .max(53)
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/),
});

/** @public */
export type ReleaseRef = z.infer<typeof releaseRefSchema>;

/** `cluster/namespace/name`. @public */
export function stringifyReleaseRef(ref: ReleaseRef): string {
  return `${ref.cluster}/${ref.namespace}/${ref.name}`;
}

/**
 * Reads `cluster/namespace/name`.
 *
 * @throws ZodError when a part is missing or not a valid name.
 * @public
 */
export function parseReleaseRef(text: string): ReleaseRef {
  const [cluster, namespace, name, ...rest] = text.split('/');
  return releaseRefSchema.parse(
    rest.length ? {} : { cluster, namespace, name },
  );
}

import { HelmError } from '@backstage-helm/plugin-helm-common';
import type { z } from 'zod';

/**
 * Reads one part of a request.
 *
 * @throws HelmError INPUT_INVALID (400) that names the field.
 */
export function parseRequest<T>(
  schema: z.ZodType<T>,
  value: unknown,
  name?: string,
): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    return parsed.data;
  }
  const [issue] = parsed.error.issues;
  const field =
    name ??
    (issue.code === 'unrecognized_keys'
      ? issue.keys[0]
      : issue.path.join('.') || undefined);
  throw new HelmError({
    code: 'INPUT_INVALID',
    field,
    message: field ? `${field}: ${issue.message}` : issue.message,
  });
}

import { HelmError, isHelmError } from '@backstage-helm/plugin-helm-common';
import type { Redactor } from './Redactor';

/**
 * Runs what may quote the values that it is given when it fails, as a chart's
 * `fail` and a schema do, and masks the secrets in what it throws.
 */
export async function maskingErrors<T>(
  { text }: Pick<Redactor, 'text'>,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!isHelmError(error)) {
      throw error;
    }
    const { code, field, message, wayOut, status, details } = error;
    throw new HelmError(
      { code, field, message: text(message), wayOut: wayOut && text(wayOut) },
      { status, details },
    );
  }
}

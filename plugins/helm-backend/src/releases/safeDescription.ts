import { createRedactor, redactionSource } from '../redaction';
import type { StoredRevision } from './ReleaseStore';

/**
 * Helm's description of a revision, fit to be shown. Errors of the API server
 * that it keeps may quote what was sent, Secrets too (engines.md §2.10); only
 * those are worth reading the manifest for.
 */
export function safeDescription(
  stored: StoredRevision,
  secretKeys: readonly RegExp[],
): string {
  const { description } = stored;
  const mayQuote =
    description.length > 256 ||
    /fail|error|invalid|cannot|unable/i.test(description);
  return mayQuote
    ? createRedactor({
        secretKeys,
        sources: [redactionSource(stored)],
      }).text(description)
    : description;
}

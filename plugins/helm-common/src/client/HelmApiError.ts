import type { Problem } from '../api';

/**
 * A refusal or failure that the Helm backend answered with, as its stable code,
 * the field it is about, a sentence and the way out.
 *
 * @public
 */
export class HelmApiError extends Error {
  /** One of the codes of `helmErrorCodes`, or `HTTP_<status>` when the server named none. */
  readonly code: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly field?: string;
  readonly wayOut?: string;
  readonly details: Record<string, string>;

  constructor(
    problem: Problem,
    options: {
      status: number;
      details?: Record<string, string>;
      cause?: unknown;
    },
  ) {
    super(problem.message, { cause: options.cause });
    this.name = 'HelmApiError';
    this.code = problem.code;
    this.status = options.status;
    this.field = problem.field;
    this.wayOut = problem.wayOut;
    this.details = options.details ?? {};
  }
}

/** True for a {@link HelmApiError}, also one of another copy of this package. @public */
export function isHelmApiError(error: unknown): error is HelmApiError {
  return error instanceof Error && error.name === 'HelmApiError';
}

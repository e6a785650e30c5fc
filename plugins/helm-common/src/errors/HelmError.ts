import { CustomErrorBase } from '@backstage/errors';
import type { HelmErrorCode } from './codes';

/**
 * What is wrong, where, and the way out, in words for the person who sees it.
 *
 * @public
 */
export interface HelmProblem {
  code: HelmErrorCode;
  /** The annotation, configuration key, request field or file that is wrong. */
  field?: string;
  /** One sentence: what is wrong. */
  message: string;
  /** One sentence: what to do. */
  wayOut?: string;
  /** What would put it right, for a proposal: such as the version to pin. */
  suggestion?: { version: string };
}

/**
 * A typed failure with a stable code. `status` is the HTTP status that the
 * router answers with.
 *
 * @public
 */
export class HelmError extends CustomErrorBase {
  readonly code: HelmErrorCode;
  readonly status: number;
  readonly field?: string;
  readonly wayOut?: string;
  readonly suggestion?: { version: string };
  /** Links and ids that help the client, e.g. the operation that is in the way. */
  readonly details?: Record<string, string>;

  constructor(
    problem: HelmProblem,
    options: {
      status?: number;
      cause?: Error;
      details?: Record<string, string>;
    } = {},
  ) {
    super(problem.message, options.cause);
    // The base adds the cause's text, which is for logs: people read this one.
    this.message = problem.message;
    this.name = 'HelmError';
    this.code = problem.code;
    this.status = options.status ?? 400;
    this.field = problem.field;
    this.wayOut = problem.wayOut;
    this.suggestion = problem.suggestion;
    this.details = options.details;
  }

  /** The problem as plain data, for rows and responses. */
  toProblem(): HelmProblem {
    return {
      code: this.code,
      field: this.field,
      message: this.message,
      wayOut: this.wayOut,
      ...(this.suggestion && { suggestion: this.suggestion }),
    };
  }
}

/** @public */
export function isHelmError(error: unknown): error is HelmError {
  return error instanceof Error && error.name === 'HelmError';
}

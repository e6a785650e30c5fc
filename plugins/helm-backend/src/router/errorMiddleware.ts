import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  isHelmError,
  type HelmErrorCode,
} from '@backstage-helm/plugin-helm-common';
import type { ErrorRequestHandler } from 'express';

/** Backstage's own errors, by name. */
const known: Record<string, { status: number; code?: HelmErrorCode }> = {
  InputError: { status: 400, code: 'INPUT_INVALID' },
  AuthenticationError: { status: 401, code: 'NOT_ALLOWED' },
  NotAllowedError: { status: 403, code: 'NOT_ALLOWED' },
  NotFoundError: { status: 404, code: 'NOT_FOUND' },
};

/**
 * Answers errors in Backstage's form with a stable code, the field and the way
 * out (DESIGN §7). What nobody expected is logged and told without its text.
 */
export function createErrorMiddleware(options: {
  logger: LoggerService;
  redactText: (text: string) => string;
}): ErrorRequestHandler {
  const { logger, redactText } = options;
  return (error, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const answer = describe(error);
    if (answer.status >= 500) {
      logger.error(`${request.method} ${request.path} failed`, error);
    }
    response.status(answer.status).json({
      error: {
        name: answer.name,
        message: redactText(answer.message),
        code: answer.code,
        field: answer.field,
        wayOut: answer.wayOut && redactText(answer.wayOut),
        details: answer.details,
      },
      request: { method: request.method, url: request.originalUrl },
      response: { statusCode: answer.status },
    });
  };
}

interface Answer {
  status: number;
  name: string;
  message: string;
  code?: string;
  field?: string;
  wayOut?: string;
  details?: Record<string, string>;
}

function describe(error: unknown): Answer {
  if (isHelmError(error)) {
    const { status, name, message, code, field, wayOut, details } = error;
    return { status, name, message, code, field, wayOut, details };
  }
  if (error instanceof Error) {
    const { name, message } = error;
    const match = known[name];
    if (match) {
      return { ...match, name, message };
    }
    // The body parser's: malformed or too large.
    const status = 'status' in error ? Number(error.status) : 500;
    if ('type' in error && error.type === 'entity.parse.failed') {
      // Its own words quote the body, which may hold a secret.
      const said = 'The body of the request is not valid JSON.';
      return { status, name, message: said, code: 'INPUT_INVALID' };
    }
    if (status >= 400 && status < 500) {
      return { status, name, message, code: 'INPUT_INVALID' };
    }
  }
  return {
    status: 500,
    name: 'InternalError',
    message: 'The portal could not answer because of a fault of its own.',
    wayOut: 'Try again; if it stays, the portal’s log has the reason.',
  };
}

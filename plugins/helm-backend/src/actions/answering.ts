import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { isHelmError } from '@backstage-helm/plugin-helm-common';
import type { ActionContext } from './ActionContext';

type BackstageError = new (message: string) => Error;

const byStatus: Record<number, BackstageError> = {
  401: NotAllowedError,
  403: NotAllowedError,
  404: NotFoundError,
  409: ConflictError,
  502: ServiceUnavailableError,
  503: ServiceUnavailableError,
};

/**
 * Refusals as Backstage's own errors, because only of those an agent is shown
 * the text. It begins with the stable code and ends with the way out.
 */
export async function answering<T>(
  context: Pick<ActionContext, 'logger' | 'redactText'>,
  run: () => Promise<T>,
): Promise<{ output: T }> {
  try {
    return { output: await run() };
  } catch (error) {
    if (isHelmError(error)) {
      const { details = {}, message, status, wayOut } = error;
      // What a plan is blocked by says more than that it is blocked.
      const code = error.code === 'PLAN_BLOCKED' ? details.code : undefined;
      const words = [
        `${code ?? error.code}: ${message}`,
        wayOut,
        about(details),
      ];
      const Refusal = byStatus[status] ?? InputError;
      throw new Refusal(context.redactText(words.filter(Boolean).join(' ')));
    }
    context.logger.error('An action failed', error as Error);
    throw new ServiceUnavailableError(
      'The portal could not answer because of a fault of its own; its log has the reason.',
    );
  }
}

/** The operation that is in the way, for the next call. */
function about({ operation }: Record<string, string>): string | undefined {
  return operation && `(operation ${operation})`;
}

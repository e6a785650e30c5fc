import {
  isHelmApiError,
  isTerminal,
  type Operation,
} from '@backstage-helm/plugin-helm-common';
import { sentenceOf } from './sentences';
import type { StepContext } from './StepContext';

/** A cancelled operation gets its own grace; nobody waits longer for its end. */
const LIMIT_MS = 120_000;

/**
 * Cancels the operation of a task that was cancelled, where it still can be,
 * and tells what the cluster holds.
 *
 * @returns the error of the step
 */
export async function cancelOnAbort(
  {
    api,
    portal,
    task,
  }: Omit<StepContext, 'api'> & {
    api: Pick<StepContext['api'], 'cancelOperation' | 'followOperation'>;
  },
  id: string,
): Promise<Error> {
  const url = portal.operationUrl(id);
  const place = url ? ` ${url}` : '';
  let latest: Operation | undefined;
  try {
    latest = await api.cancelOperation(id);
    task.logger.warn(`Cancelling operation ${id} with this task`);
    await api.followOperation(id, {
      signal: AbortSignal.timeout(LIMIT_MS),
      onEvent: ({ text }) => task.logger.info(text),
      onOperation: operation => {
        latest = operation;
      },
    });
  } catch (error) {
    if (!isHelmApiError(error)) {
      throw error;
    }
    return new Error(
      `This task was cancelled; operation ${id} was not and goes on: ${sentenceOf(
        error,
      )}${place}`,
      { cause: error },
    );
  }
  if (!isTerminal(latest.status)) {
    return new Error(
      `This task was cancelled, and operation ${id} with it; it has not ended yet.${place}`,
    );
  }
  const { status, outcome } = latest;
  return new Error(
    [
      `This task was cancelled; operation ${id} ended as ${status}.`,
      outcome?.holds,
      outcome?.next,
      url,
    ]
      .filter(Boolean)
      .join(' '),
  );
}

import {
  isTerminal,
  type Operation,
  type OperationEvent,
} from '@backstage-helm/plugin-helm-common';
import type { StepContext } from './StepContext';

/**
 * Writes the operation's events into the task's log until it ends.
 *
 * @returns the operation, or undefined when the task was cancelled before
 */
export async function followInTaskLog(
  { api, task }: StepContext,
  id: string,
): Promise<Operation | undefined> {
  const { logger } = task;
  const signal = task.signal ?? new AbortController().signal;
  let latest: Operation | undefined;
  await api.followOperation(id, {
    signal,
    onEvent: event => logger[levelOf(event)](lineOf(event)),
    onOperation: operation => {
      if (
        operation.status === 'awaiting-approval' &&
        latest?.status !== operation.status
      ) {
        logger.info('Waiting for an approval');
      }
      latest = operation;
    },
    onConnection: state => {
      if (state === 'reconnecting') {
        logger.warn('The connection to the Helm backend broke; trying again');
      }
    },
  });
  if (latest && isTerminal(latest.status)) {
    return latest;
  }
  return undefined;
}

function levelOf({ type }: OperationEvent): 'info' | 'warn' {
  return type === 'warning' || type === 'truncated' ? 'warn' : 'info';
}

function lineOf({ phase, text }: OperationEvent): string {
  return phase ? `[${phase}] ${text}` : text;
}

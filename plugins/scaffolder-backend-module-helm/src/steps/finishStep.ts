import type { Operation } from '@backstage-helm/plugin-helm-common';
import { failureOf } from './sentences';
import type { StepContext } from './StepContext';
import { followInTaskLog } from './followInTaskLog';

/** Stands for the operation that a dry run does not make. */
export const DRY_RUN_OPERATION = 'dry-run';

/** Tells the following steps of an operation, as far as it is known now. */
export function outputOperation(
  { portal, task }: StepContext,
  operation: Operation,
): void {
  task.output('operation', operation.id);
  task.output('status', operation.status);
  if (operation.revisionAfter !== undefined) {
    task.output('revision', operation.revisionAfter);
  }
  const url = portal.operationUrl(operation.id);
  if (url) {
    task.output('operationUrl', url);
  }
}

/**
 * Waits for an operation's end.
 *
 * @param onCancel - what a cancelled task does about it
 * @throws Error in the server's words unless it succeeded
 */
export async function waitForSuccess(
  context: StepContext,
  id: string,
  onCancel: (context: StepContext, id: string) => Promise<Error>,
): Promise<void> {
  const operation = await followInTaskLog(context, id);
  if (!operation) {
    throw await onCancel(context, id);
  }
  outputOperation(context, operation);
  if (operation.status === 'succeeded') {
    return;
  }
  for (const { source, lines } of operation.outcome?.evidence ?? []) {
    lines.forEach(line => context.task.logger.warn(`${source}: ${line}`));
  }
  throw new Error(failureOf(operation, context.portal.operationUrl(id)));
}

/** The error of a cancelled task whose operation is not its own: it goes on. */
export async function leaveOnCancel(
  { portal }: Pick<StepContext, 'portal'>,
  id: string,
): Promise<Error> {
  const url = portal.operationUrl(id);
  return new Error(
    `This task was cancelled; operation ${id} was not, and goes on${
      url ? `: ${url}` : '.'
    }`,
  );
}

/** What a dry run leaves: later steps of the dry run find every output. */
export function outputDryRun({ task }: StepContext): void {
  task.output('operation', DRY_RUN_OPERATION);
  task.output('status', 'planned');
}

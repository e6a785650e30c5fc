import type { ActionContext } from './ActionContext';
import { answering } from './answering';
import { operationOutput, type Zod } from './schemas';
import { summarizeOperation } from './summaries';

const input = (zod: Zod) =>
  zod.object({
    id: zod.string().min(1).max(64).describe('Id of the operation'),
  });

const output = (zod: Zod) => zod.object({ operation: operationOutput(zod) });

/** `helm:get-operation`. */
export function createGetOperationAction(context: ActionContext): void {
  context.registry.register({
    name: 'get-operation',
    title: 'Get a Helm operation',
    description:
      'How far an operation on a Helm release is, and how it ended: phases, outcome in words with the last lines of what failed, and whose approval it waits for.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: { input, output },
    action: call =>
      answering(context, async () => {
        const { id } = call.input;
        const operation = await context.operations.get(id, call.credentials);
        return { operation: summarizeOperation(operation, context.appUrl) };
      }),
  });
}

/** `helm:cancel-operation`. */
export function createCancelOperationAction(context: ActionContext): void {
  context.registry.register({
    name: 'cancel-operation',
    title: 'Cancel a Helm operation',
    description:
      'Asks an operation on a Helm release to stop. One that waits ends at once; an install, upgrade or test that runs is stopped, and the release may be left failed. Rollbacks and uninstalls that run can not be cancelled.',
    attributes: { readOnly: false, destructive: true, idempotent: true },
    schema: { input, output },
    action: call =>
      answering(context, async () => {
        const { id } = call.input;
        const operation = await context.operations.cancel(id, call.credentials);
        return { operation: summarizeOperation(operation, context.appUrl) };
      }),
  });
}

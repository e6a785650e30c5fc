import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { Portal } from '../HelmPortal';
import {
  DRY_RUN_OPERATION,
  leaveOnCancel,
  outputDryRun,
  waitForSuccess,
} from '../steps/finishStep';
import { stepError } from '../steps/sentences';
import { waitExamples } from './examples';
import { outputSchema } from './schemas';

/** `helm:release:wait`: follows an operation that another step started. */
export function createWaitAction(portal: Portal) {
  return createTemplateAction({
    id: 'helm:release:wait',
    description:
      'Waits for the end of a Helm operation and fails unless it succeeded.',
    examples: waitExamples,
    supportsDryRun: true,
    schema: {
      input: {
        operation: z =>
          z
            .string()
            .min(1)
            .max(64)
            .describe('Id of the operation, an output of the other actions'),
      },
      output: outputSchema,
    },
    async handler(ctx) {
      const context = {
        api: portal.api(() => ctx.getInitiatorCredentials()),
        portal,
        task: ctx,
      };
      const { operation } = ctx.input;
      if (ctx.isDryRun && operation === DRY_RUN_OPERATION) {
        ctx.logger.info('A dry run starts no operation to wait for');
        outputDryRun(context);
        return;
      }
      try {
        await waitForSuccess(context, operation, leaveOnCancel);
      } catch (error) {
        throw stepError(error);
      }
    },
  });
}

import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { Portal } from '../HelmPortal';
import { findTarget, fullEntityRef } from '../steps/findTarget';
import { runPlan } from '../steps/runPlan';
import { stepError } from '../steps/sentences';
import { deployExamples } from './examples';
import { changeInputSchema, outputSchema } from './schemas';

/** `helm:release:deploy`: installs or upgrades what an entity declares. */
export function createDeployAction(portal: Portal) {
  const id = 'helm:release:deploy';
  return createTemplateAction({
    id,
    description:
      'Installs or upgrades the Helm release that an entity declares for an environment.',
    examples: deployExamples,
    supportsDryRun: true,
    schema: {
      input: {
        ...changeInputSchema,
        version: z =>
          z
            .string()
            .max(128)
            .optional()
            .describe('Exact chart version, if not the declared one'),
        values: z =>
          z
            .string()
            .optional()
            .describe(
              'All wanted values as one YAML document, if not the declared ones; what differs from the declaration is kept as an override',
            ),
      },
      output: outputSchema,
    },
    async handler(ctx) {
      const { environment, reason, version, values, wait = true } = ctx.input;
      const entityRef = fullEntityRef(ctx.input.entityRef);
      const api = portal.api(() => ctx.getInitiatorCredentials());
      try {
        await runPlan(
          { api, portal, task: ctx },
          {
            action: id,
            entityRef,
            environment,
            reason,
            wait,
            request: async () => {
              const { release, actions } = await findTarget(
                api,
                entityRef,
                environment,
              );
              const isNew = actions.some(each => each.action === 'install');
              const kind = isNew ? 'install' : 'upgrade';
              return { release, kind, version, values };
            },
          },
        );
      } catch (error) {
        throw stepError(error);
      }
    },
  });
}

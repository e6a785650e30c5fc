import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { Portal } from '../HelmPortal';
import {
  awaitTarget,
  findTarget,
  fullEntityRef,
  systemClock,
  type Clock,
} from '../steps/findTarget';
import { runPlan } from '../steps/runPlan';
import { stepError } from '../steps/sentences';
import { deployExamples } from './examples';
import { changeInputSchema, outputSchema } from './schemas';

/** `helm:release:deploy`: installs or upgrades what an entity declares. */
export function createDeployAction(portal: Portal, clock: Clock = systemClock) {
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
        waitForEntity: z =>
          z
            .boolean()
            .optional()
            .describe(
              'Wait, two minutes at most, for an entity that an earlier step has registered',
            ),
      },
      output: outputSchema,
    },
    async handler(ctx) {
      const { environment, reason, version, values, wait = true } = ctx.input;
      const { waitForEntity, releaseName } = ctx.input;
      const entityRef = fullEntityRef(ctx.input.entityRef);
      const api = portal.api(() => ctx.getInitiatorCredentials());
      const wanted = { entityRef, environment, releaseName };
      const find = () =>
        waitForEntity && !ctx.isDryRun
          ? awaitTarget(api, wanted, {
              clock,
              signal: ctx.signal,
              onWait: () =>
                ctx.logger.info(
                  `Waiting for ${entityRef} to be in the catalog`,
                ),
            })
          : findTarget(api, wanted);
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
              const { release, actions } = await find();
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

import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { ActionsApi, Portal } from '../HelmPortal';
import {
  findTarget,
  fullEntityRef,
  type NamedTarget,
} from '../steps/findTarget';
import { runPlan } from '../steps/runPlan';
import { stepError } from '../steps/sentences';
import { rollbackExamples } from './examples';
import { changeInputSchema, outputSchema } from './schemas';

/** `helm:release:rollback`: restores an earlier revision of a release. */
export function createRollbackAction(portal: Portal) {
  const id = 'helm:release:rollback';
  return createTemplateAction({
    id,
    description:
      'Rolls the Helm release of an entity back to an earlier revision.',
    examples: rollbackExamples,
    supportsDryRun: true,
    schema: {
      input: {
        ...changeInputSchema,
        revision: z =>
          z
            .number()
            .int()
            .positive()
            .optional()
            .describe(
              'Revision to restore; default: the newest earlier one that worked',
            ),
      },
      output: outputSchema,
    },
    async handler(ctx) {
      const { environment, reason, revision, wait = true } = ctx.input;
      const { releaseName } = ctx.input;
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
              const target = await findTarget(api, {
                entityRef,
                environment,
                releaseName,
              });
              return {
                release: target.release,
                kind: 'rollback',
                revision: revision ?? (await earlierGood(api, target)),
              };
            },
          },
        );
      } catch (error) {
        throw stepError(error);
      }
    },
  });
}

/** The newest earlier revision that became ready, or else was deployed. */
async function earlierGood(
  api: Pick<ActionsApi, 'history'>,
  { release, deployed, lastGoodRevision }: NamedTarget,
): Promise<number> {
  if (lastGoodRevision !== undefined) {
    return lastGoodRevision;
  }
  const { items } = await api.history(release);
  const earlier = items
    .filter(
      ({ revision, status }) =>
        revision < (deployed?.revision ?? 0) &&
        ['deployed', 'superseded'].includes(status),
    )
    .sort((left, right) => right.revision - left.revision);
  const found = earlier.find(({ succeeded }) => succeeded) ?? earlier[0];
  if (!found) {
    throw new Error(
      `${release.namespace}/${release.name} has no earlier revision that was deployed.`,
    );
  }
  return found.revision;
}

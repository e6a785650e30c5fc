import type { PlanRequest } from '@backstage-helm/plugin-helm-common';
import type { ActionContext } from './ActionContext';
import { answering } from './answering';
import { changeInput } from './changeInput';
import { changeRequest } from './changeRequest';
import { releaseOf } from './releaseOf';
import { planOutput, releaseInput } from './schemas';
import { summarizePlan } from './summaries';

/** `helm:plan-release`. */
export function createPlanReleaseAction(context: ActionContext): void {
  context.registry.register({
    name: 'plan-release',
    title: 'Plan a change of a Helm release',
    description:
      'Shows what a deploy or a rollback would do, without doing it: objects added, changed and removed, what deserves attention, and what stands in its way. The plan can be looked at with helm diff-release (right: plan:<id>) and then be run as it is with helm deploy-release or helm rollback-release (planId).',
    attributes: { readOnly: true, destructive: false, idempotent: false },
    schema: {
      input: zod =>
        zod.object({
          ...releaseInput(zod),
          kind: zod.enum(['deploy', 'rollback']),
          ...changeInput(zod),
          revision: zod
            .number()
            .int()
            .positive()
            .optional()
            .describe('For a rollback: revision to go back to'),
        }),
      output: planOutput,
    },
    action: ({ input, credentials }) =>
      answering(context, async () => {
        const release = releaseOf(input);
        const { version, values, asDeclared, revision } = input;
        const request: PlanRequest =
          input.kind === 'rollback'
            ? { release, kind: 'rollback', revision }
            : await changeRequest(
                context,
                { release, version, values, asDeclared },
                credentials,
              );
        return summarizePlan(
          await context.planning.createPlan(request, credentials),
        );
      }),
  });
}

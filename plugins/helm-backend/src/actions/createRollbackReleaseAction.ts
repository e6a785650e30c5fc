import type { ActionContext } from './ActionContext';
import { answering } from './answering';
import { releaseOf } from './releaseOf';
import { runPlan } from './runPlan';
import { releaseInput, runInput, runOutput } from './schemas';
import { summarizeRun } from './summaries';

/** `helm:rollback-release`. */
export function createRollbackReleaseAction(context: ActionContext): void {
  context.registry.register({
    name: 'rollback-release',
    title: 'Roll a Helm release back',
    description:
      'Puts a Helm release back to an earlier revision: the given one, or the last that is known to be good. Queued and audited in the name of the caller. It pauses automatic sync of the release. Follow it with helm get-operation.',
    attributes: { readOnly: false, destructive: true, idempotent: false },
    schema: {
      input: zod =>
        zod.object({
          ...releaseInput(zod),
          revision: zod
            .number()
            .int()
            .positive()
            .optional()
            .describe('From helm get-history'),
          ...runInput(zod),
        }),
      output: runOutput,
    },
    action: ({ input, credentials }) =>
      answering(context, async () => {
        const release = releaseOf(input);
        const { revision } = input;
        const run = await runPlan(
          context,
          {
            release,
            kinds: ['rollback'],
            change: { action: 'rollback', revision },
            request: async () => ({ release, kind: 'rollback', revision }),
            input,
          },
          credentials,
        );
        return summarizeRun(run, context.appUrl);
      }),
  });
}

import type { ActionContext } from './ActionContext';
import { answering } from './answering';
import { changeInput } from './changeInput';
import { changeRequest } from './changeRequest';
import { releaseOf } from './releaseOf';
import { releaseInput, runInput, runOutput } from './schemas';
import { runPlan } from './runPlan';
import { summarizeRun } from './summaries';

/** `helm:deploy-release`. */
export function createDeployReleaseAction(context: ActionContext): void {
  context.registry.register({
    name: 'deploy-release',
    title: 'Deploy a Helm release',
    description:
      'Installs or upgrades a Helm release to what the catalog declares, or to another version or other values (an override). The change is planned, checked against the rules of the environment, queued and audited in the name of the caller. Where people must approve, it ends with APPROVAL_NEEDED and the page where they can; agents can not approve. Follow it with helm get-operation.',
    attributes: { readOnly: false, destructive: true, idempotent: false },
    schema: {
      input: zod =>
        zod.object({
          ...releaseInput(zod),
          ...changeInput(zod),
          ...runInput(zod),
        }),
      output: runOutput,
    },
    action: ({ input, credentials }) =>
      answering(context, async () => {
        const release = releaseOf(input);
        const { version, values, asDeclared } = input;
        const change = { version, values, asDeclared };
        const run = await runPlan(
          context,
          {
            release,
            kinds: ['install', 'upgrade'],
            change: { action: 'deploy', ...change },
            request: () =>
              changeRequest(context, { release, ...change }, credentials),
            input,
          },
          credentials,
        );
        return summarizeRun(run, context.appUrl);
      }),
  });
}

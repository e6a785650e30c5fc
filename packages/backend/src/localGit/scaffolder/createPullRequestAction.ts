import { createHash } from 'node:crypto';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { ConflictError, InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { authorOf } from './authorOf';
import { GitWorkspace } from './GitWorkspace';
import type { LocalGitHost, Pull } from './LocalGitHost';

/** `local-git:pull-request`: proposes what the workspace holds. */
export function createPullRequestAction(host: LocalGitHost) {
  return createTemplateAction({
    id: 'local-git:pull-request',
    description:
      "Pushes the workspace's changes to a branch of a repository on the local Git host and opens a pull request.",
    supportsDryRun: true,
    examples: [
      {
        description: 'Propose what the steps before have changed',
        example: `steps:
  - id: pull
    name: Open the pull request
    action: local-git:pull-request
    input:
      repository: \${{ steps.clone.output.repository }}
      base: \${{ steps.clone.output.commitHash }}
      title: \${{ parameters.title }}
      description: \${{ parameters.description }}
`,
      },
    ],
    schema: {
      input: {
        repository: z => z.string().describe('`<organisation>/<name>`'),
        base: z =>
          z
            .string()
            .regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/)
            .optional()
            .describe(
              'Commit that the workspace was read at; default: the newest',
            ),
        sourcePath: z =>
          z
            .string()
            .optional()
            .describe('Folder of the workspace; default all'),
        title: z => z.string().min(1).max(300).describe('One line'),
        description: z =>
          z.string().max(200_000).optional().describe('Shown as text'),
      },
      output: {
        url: z => z.string().describe('Page of the pull request'),
        number: z => z.number().describe('Its number'),
        branch: z => z.string().describe('Its branch'),
      },
    },
    async handler(ctx) {
      const { repository, base, sourcePath = '.', title } = ctx.input;
      const { description = '' } = ctx.input;
      const { remoteUrl, repositoryUrl } = host.addresses(repository);
      const branch = branchOf(ctx.task.id, ctx.step?.id, repository);
      if (ctx.isDryRun) {
        ctx.logger.info('A dry run opens no pull request');
        ctx.output('url', `${repositoryUrl}/pulls`);
        ctx.output('number', 0);
        ctx.output('branch', branch);
        return;
      }
      const folder = resolveSafeChildPath(ctx.workspacePath, sourcePath);
      const propose = async (git: GitWorkspace): Promise<Pull> => {
        const earlier = await host.findPull(repository, branch);
        if (earlier) {
          ctx.logger.info('This task has opened its pull request already');
          return earlier;
        }
        const tip = await git.fetch();
        if (!tip || (base && !(await git.isAncestor(base, tip)))) {
          throw new ConflictError(
            `${repository} no longer holds what was changed. Start again.`,
          );
        }
        const parent = base ?? tip;
        const tree = await git.tree(parent);
        if (tree === (await git.treeOf(parent))) {
          throw new InputError(
            'Nothing would change: the repository says this already.',
          );
        }
        const author = authorOf(ctx.user);
        const message = `${title}\n\n${description}`.trim();
        await git.push({
          tree,
          parent,
          branch,
          message,
          author,
          isOurs: true,
        });
        return host.openPull(repository, { branch, title, description });
      };
      const pull = await ctx.checkpoint({
        key: `local-git.pull-request.${branch}`,
        fn: () =>
          GitWorkspace.use(
            { folder, remote: remoteUrl, signal: ctx.signal },
            propose,
          ),
      });
      ctx.logger.info(`Pull request ${pull.number}: ${pull.url}`);
      ctx.output('url', pull.url);
      ctx.output('number', pull.number);
      ctx.output('branch', branch);
    },
  });
}

/** The same for every run of this step of this task. */
function branchOf(...parts: (string | undefined)[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts));
  return `change-${digest.digest('hex').slice(0, 12)}`;
}

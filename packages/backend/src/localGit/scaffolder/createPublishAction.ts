import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { authorOf } from './authorOf';
import { GitWorkspace } from './GitWorkspace';
import type { LocalGitHost } from './LocalGitHost';

/** `local-git:publish`: makes a repository of the workspace. */
export function createPublishAction(host: LocalGitHost) {
  return createTemplateAction({
    id: 'local-git:publish',
    description:
      'Creates a repository on the local Git host and pushes the workspace to its default branch.',
    supportsDryRun: true,
    examples: [
      {
        description: 'Publish what the steps before have written',
        example: `steps:
  - id: publish
    name: Publish
    action: local-git:publish
    input:
      repository: services/\${{ parameters.name }}
`,
      },
    ],
    schema: {
      input: {
        repository: z =>
          z
            .string()
            .describe('`<organisation>/<name>`: lower case, digits, dashes'),
        sourcePath: z =>
          z
            .string()
            .optional()
            .describe('Folder of the workspace; default all'),
        message: z =>
          z.string().min(1).max(2000).optional().describe('Of the commit'),
      },
      output: {
        remoteUrl: z => z.string().describe('Address to clone and push'),
        repositoryUrl: z => z.string().describe('Page of the repository'),
        repoContentsUrl: z =>
          z.string().describe("Prefix of the files' addresses"),
        catalogInfoUrl: z =>
          z.string().describe('Address of catalog-info.yaml, to register'),
        commitHash: z => z.string().optional().describe('What was pushed'),
      },
    },
    async handler(ctx) {
      const { repository, sourcePath = '.', message } = ctx.input;
      const addresses = host.addresses(repository);
      const { remoteUrl, repositoryUrl, repoContentsUrl } = addresses;
      ctx.output('remoteUrl', remoteUrl);
      ctx.output('repositoryUrl', repositoryUrl);
      ctx.output('repoContentsUrl', repoContentsUrl);
      ctx.output('catalogInfoUrl', `${repoContentsUrl}/catalog-info.yaml`);
      if (ctx.isDryRun) {
        ctx.logger.info(`A dry run creates no repository ${repository}`);
        return;
      }
      const folder = resolveSafeChildPath(ctx.workspacePath, sourcePath);
      const publish = async (git: GitWorkspace) => {
        const tree = await git.tree();
        const isNew = await host.createRepository(repository);
        const tip = isNew ? undefined : await git.fetch();
        if (tip) {
          // An earlier run of this task got this far, or it is somebody else's.
          if ((await git.treeOf(tip)) !== tree) {
            throw new ConflictError(
              `There is a repository ${repository} with other content. Choose another name.`,
            );
          }
          ctx.logger.info(`${repository} holds this content already`);
          return tip;
        }
        return git.push({
          tree,
          branch: 'main',
          message: message ?? 'Start',
          author: authorOf(ctx.user),
        });
      };
      const commitHash = await ctx.checkpoint({
        key: `local-git.publish.${repository}`,
        fn: () =>
          GitWorkspace.use(
            { folder, remote: remoteUrl, signal: ctx.signal },
            publish,
          ),
      });
      ctx.logger.info(`Published ${repositoryUrl} at ${commitHash}`);
      ctx.output('commitHash', commitHash);
    },
  });
}

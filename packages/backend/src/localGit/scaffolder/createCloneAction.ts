import { mkdir, readdir } from 'node:fs/promises';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { GitWorkspace } from './GitWorkspace';
import type { LocalGitHost } from './LocalGitHost';

/** `local-git:clone`: the content of a repository into the workspace. */
export function createCloneAction(host: LocalGitHost) {
  return createTemplateAction({
    id: 'local-git:clone',
    description:
      "Writes the content of a repository's default branch on the local Git host into the workspace.",
    supportsDryRun: true,
    examples: [
      {
        description: 'The repository that an entity is declared in',
        example: `steps:
  - id: entity
    name: Find the entity
    action: catalog:fetch
    input:
      entityRef: \${{ parameters.entityRef }}
  - id: clone
    name: Get its repository
    action: local-git:clone
    input:
      location: \${{ steps.entity.output.entity.metadata.annotations['backstage.io/managed-by-location'] }}
`,
      },
    ],
    schema: {
      input: {
        location: z =>
          z
            .string()
            .describe(
              "An entity's `backstage.io/managed-by-location` on this host",
            ),
        targetPath: z =>
          z
            .string()
            .optional()
            .describe('Empty folder of the workspace; default the workspace'),
      },
      output: {
        repository: z => z.string().describe('`<organisation>/<name>`'),
        catalogPath: z =>
          z.string().describe("Path of the entity's file in the repository"),
        repositoryUrl: z => z.string().describe('Page of the repository'),
        commitHash: z => z.string().describe('What was read'),
      },
    },
    async handler(ctx) {
      const { location, targetPath = '.' } = ctx.input;
      const { repository, path } = host.locate(location);
      const { remoteUrl, repositoryUrl } = host.addresses(repository);
      const folder = resolveSafeChildPath(ctx.workspacePath, targetPath);
      await mkdir(folder, { recursive: true });
      if ((await readdir(folder)).length) {
        throw new InputError(
          `${targetPath} is not empty: clone into a folder of its own.`,
        );
      }
      const commitHash = await GitWorkspace.use(
        { folder, remote: remoteUrl, signal: ctx.signal },
        async git => {
          const tip = await git.fetch();
          if (!tip) {
            throw new NotFoundError(`${repository} is empty.`);
          }
          await git.checkOut(tip);
          return tip;
        },
      );
      ctx.logger.info(`${repository} at ${commitHash}`);
      ctx.output('repository', repository);
      ctx.output('catalogPath', path);
      ctx.output('repositoryUrl', repositoryUrl);
      ctx.output('commitHash', commitHash);
    },
  });
}

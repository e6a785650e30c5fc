import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import type { Portal } from '../HelmPortal';
import { declareRelease } from '../declare/declareRelease';
import { secretRulesOf } from '../declare/secretRules';
import { WorkspaceFiles } from '../declare/WorkspaceFiles';
import { stepError } from '../steps/sentences';
import { declareInputSchema, declareOutputSchema } from './declareSchemas';
import { declareExamples } from './declareExamples';

/** `helm:release:declare`: writes what shall run into the workspace. */
export function createDeclareAction(
  portal: Portal,
  options: { secretKeys: readonly RegExp[] },
) {
  return createTemplateAction({
    id: 'helm:release:declare',
    description:
      'Declares a Helm release in the files of the workspace, or changes what they declare: annotations or a HelmRelease document, and values.',
    examples: declareExamples,
    supportsDryRun: true,
    schema: { input: declareInputSchema, output: declareOutputSchema },
    async handler(ctx) {
      const { targetPath = '.', ...input } = withoutEmpty(ctx.input);
      const root = resolveSafeChildPath(ctx.workspacePath, targetPath);
      const api = portal.api(() => ctx.getInitiatorCredentials());
      const files = new WorkspaceFiles(root);
      try {
        const { items: environments } = await api.environments();
        const secretRules = await secretRulesOf(
          { api, logger: ctx.logger, patterns: options.secretKeys },
          input,
        );
        await declareRelease(
          files,
          {
            ...input,
            catalogFile: input.catalogFile ?? 'catalog-info.yaml',
            format: input.format ?? 'annotations',
          },
          { environments, secretRules },
        );
      } catch (error) {
        throw stepError(error);
      }
      const { changed, diff } = files;
      ctx.logger.info(
        changed.length ? diff : 'The workspace declares this already',
      );
      if (ctx.isDryRun) {
        ctx.logger.info('A dry run writes nothing');
      } else {
        await files.save();
      }
      ctx.output('files', changed);
      ctx.output('diff', diff);
      ctx.output('changed', changed.length > 0);
    },
  });
}

/** Fields of a form that were left empty are not there. */
function withoutEmpty<T extends object>(input: T): T {
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== ''),
  ) as T;
}

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { Portal } from '../HelmPortal';
import { stepError } from '../steps/sentences';
import { templateExamples } from './chartExamples';
import { chartField } from './schemas';

/** `helm:template`: what a chart would make, without any cluster. */
export function createTemplateRenderAction(portal: Portal) {
  return createTemplateAction({
    id: 'helm:template',
    description:
      'Renders a chart with values; no cluster is asked, and secrets are masked.',
    examples: templateExamples,
    supportsDryRun: true,
    schema: {
      input: {
        chart: z => chartField(z, 'The chart'),
        version: z => z.string().min(1).max(128).describe('Exact version'),
        releaseName: z =>
          z.string().min(1).max(53).describe('Name that the release has'),
        namespace: z =>
          z.string().min(1).max(63).describe('Namespace that it is for'),
        environment: z =>
          z
            .string()
            .max(63)
            .optional()
            .describe('Environment whose values and Kubernetes version count'),
        values: z =>
          z
            .string()
            .max(1_048_576)
            .optional()
            .describe('Values as one YAML document'),
        targetFile: z =>
          z
            .string()
            .min(1)
            .optional()
            .describe('File of the workspace to write the manifest to'),
      },
      output: {
        manifest: z =>
          z
            .string()
            .optional()
            .describe('The manifest, unless it was written to a file'),
        objects: z =>
          z
            .array(z.object({ kind: z.string(), name: z.string() }))
            .describe('Kinds and names of what was rendered'),
      },
    },
    async handler(ctx) {
      const { chart, version, targetFile, ...request } = ctx.input;
      const file =
        targetFile && resolveSafeChildPath(ctx.workspacePath, targetFile);
      const api = portal.api(() => ctx.getInitiatorCredentials());
      const { manifest, objects } = await api
        .renderChart({ ...chart, version }, request)
        .catch(error => {
          throw stepError(error);
        });
      ctx.logger.info(
        `${chart.name} ${version} makes ${objects.length} objects: ${objects
          .map(({ kind, name }) => `${kind} ${name}`)
          .join(', ')}`,
      );
      ctx.output('objects', objects);
      if (!file) {
        ctx.output('manifest', manifest);
      } else if (ctx.isDryRun) {
        ctx.logger.info('A dry run writes nothing');
      } else {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, manifest);
      }
    },
  });
}

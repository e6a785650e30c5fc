import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { Portal } from '../HelmPortal';
import { chooseVersions } from '../charts/chooseVersions';
import { stepError } from '../steps/sentences';
import { chartVersionsExamples } from './chartExamples';
import { chartField } from './schemas';

/** `helm:chart:versions`: which versions of a chart are published. */
export function createChartVersionsAction(portal: Portal) {
  return createTemplateAction({
    id: 'helm:chart:versions',
    description:
      'Lists the published versions of a chart, and finds the newest one in a range.',
    examples: chartVersionsExamples,
    supportsDryRun: true,
    schema: {
      input: {
        chart: z => chartField(z, 'The chart'),
        range: z =>
          z
            .string()
            .max(256)
            .optional()
            .describe('Range of versions, such as `^1.2` or `>=1.2, <2`'),
        prereleases: z =>
          z
            .boolean()
            .optional()
            .describe('Count pre-releases too (default: false)'),
      },
      output: {
        versions: z =>
          z.array(z.string()).describe('Those that count, newest first'),
        newest: z => z.string().optional().describe('The newest of them'),
        newestMatching: z =>
          z.string().optional().describe('The newest in the range'),
      },
    },
    async handler(ctx) {
      const { chart, range, prereleases = false } = ctx.input;
      const api = portal.api(() => ctx.getInitiatorCredentials());
      try {
        const { versions } = await api.chart(chart.repository, chart.name);
        const found = chooseVersions(versions, { range, prereleases });
        ctx.logger.info(
          `${chart.name}: ${found.versions.length} versions, newest ${
            found.newest ?? 'none'
          }${
            range
              ? `, newest in ${range} ${found.newestMatching ?? 'none'}`
              : ''
          }`,
        );
        if (range && !found.newestMatching) {
          throw new Error(
            `No published version of ${chart.name} is in ${range}.`,
          );
        }
        ctx.output('versions', found.versions);
        if (found.newest) {
          ctx.output('newest', found.newest);
        }
        if (found.newestMatching) {
          ctx.output('newestMatching', found.newestMatching);
        }
      } catch (error) {
        throw stepError(error);
      }
    },
  });
}

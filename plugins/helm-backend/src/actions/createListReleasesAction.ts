import { releaseQuerySchema } from '../router/releaseQuery';
import { parseRequest } from '../router/parseRequest';
import type { ActionContext } from './ActionContext';
import { answering } from './answering';
import { releaseRowOutput } from './schemas';
import { summarizeRevision, summarizeState } from './summaries';

const FILTERS = {
  environment: 'Names of environments, such as dev',
  cluster: 'Names of clusters',
  lifecycle:
    'Absent, Deployed, Progressing, Failed, Locked, Uninstalling, Unknown',
  sync: 'InSync, OutOfSync, Undeclared, Paused, Conflict, Orphaned',
  owner: 'Entity refs of owners, such as group:default/team-web',
  system: 'Entity refs of systems',
  chart: 'Names of charts',
  q: 'Part of the name of a release or an entity',
} as const;

/** `helm:list-releases`. */
export function createListReleasesAction(context: ActionContext): void {
  context.registry.register({
    name: 'list-releases',
    title: 'List Helm releases',
    description:
      'Helm releases that the caller may see, in every environment: what is declared in the catalog, what runs, and how it is. Start here to find the cluster, namespace and name that the other Helm actions need. Filters take several values, separated by commas.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: zod =>
        zod.object({
          environment: zod.string().optional().describe(FILTERS.environment),
          cluster: zod.string().optional().describe(FILTERS.cluster),
          lifecycle: zod.string().optional().describe(FILTERS.lifecycle),
          sync: zod.string().optional().describe(FILTERS.sync),
          owner: zod.string().optional().describe(FILTERS.owner),
          system: zod.string().optional().describe(FILTERS.system),
          chart: zod.string().optional().describe(FILTERS.chart),
          q: zod.string().optional().describe(FILTERS.q),
          limit: zod.number().int().min(1).max(100).optional(),
          cursor: zod
            .string()
            .optional()
            .describe('nextCursor of the page before'),
        }),
      output: zod =>
        zod.object({
          items: zod.array(releaseRowOutput(zod)),
          total: zod.number().optional(),
          nextCursor: zod.string().optional(),
          away: zod
            .array(zod.object({ cluster: zod.string(), problem: zod.string() }))
            .describe('Clusters that do not answer: their rows are old'),
        }),
    },
    action: ({ input, credentials }) =>
      answering(context, async () => {
        const query = parseRequest(releaseQuerySchema, { limit: 20, ...input });
        const list = await context.lister.list(query, credentials);
        return {
          ...list,
          items: list.items.map(row => ({
            ...row,
            state: summarizeState(row),
            revision: row.deployed && summarizeRevision(row.deployed),
          })),
        };
      }),
  });
}

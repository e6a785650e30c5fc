import type { ActionContext } from './ActionContext';
import { answering } from './answering';
import { releaseOf } from './releaseOf';
import { releaseInput, revisionOutput } from './schemas';
import { summarizeRevision } from './summaries';

const DEFAULT_LIMIT = 10;

/** `helm:get-history`. */
export function createGetHistoryAction(context: ActionContext): void {
  context.registry.register({
    name: 'get-history',
    title: "Get a Helm release's history",
    description:
      'Revisions of a Helm release, newest first: version, status, who deployed it and why. Revisions with succeeded true are good ones to roll back to.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: zod =>
        zod.object({
          ...releaseInput(zod),
          limit: zod.number().int().min(1).max(50).optional(),
        }),
      output: zod =>
        zod.object({
          items: zod.array(revisionOutput(zod)),
          total: zod.number(),
          stale: zod
            .boolean()
            .describe('The cluster does not answer: this is as last seen'),
        }),
    },
    action: ({ input, credentials }) =>
      answering(context, async () => {
        const { items, stale } = await context.views.history(
          releaseOf(input),
          credentials,
        );
        return {
          items: items
            .slice(0, input.limit ?? DEFAULT_LIMIT)
            .map(summarizeRevision),
          total: items.length,
          stale,
        };
      }),
  });
}

import type { ActionContext } from './ActionContext';
import { answering } from './answering';
import { releaseOf } from './releaseOf';
import {
  operationOutput,
  problemOutput,
  releaseInput,
  releaseRowOutput,
} from './schemas';
import {
  summarizeOperation,
  summarizeRevision,
  summarizeState,
} from './summaries';

/** `helm:get-release`. */
export function createGetReleaseAction(context: ActionContext): void {
  context.registry.register({
    name: 'get-release',
    title: 'Get a Helm release',
    description:
      'One Helm release: what the catalog declares, what runs, its state in words, what is wrong with its declaration, the operation that is under way, and what the caller may do with it, with the reason where not.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: zod => zod.object(releaseInput(zod)),
      output: zod =>
        releaseRowOutput(zod).extend({
          declared: zod
            .object({
              chart: zod.string(),
              repository: zod.string(),
              version: zod.string(),
            })
            .optional(),
          newerVersion: zod.string().optional(),
          lastGoodRevision: zod.number().optional(),
          override: zod
            .object({
              version: zod.string().optional(),
              keys: zod.array(zod.string()),
              by: zod.string(),
              reason: zod.string().optional(),
            })
            .optional(),
          problems: zod.array(problemOutput(zod)),
          warnings: zod.array(problemOutput(zod)),
          operation: operationOutput(zod).optional(),
          mayDo: zod.array(
            zod.object({
              action: zod.string(),
              allowed: zod.boolean(),
              reason: zod.string().optional(),
            }),
          ),
        }),
    },
    action: ({ input, credentials }) =>
      answering(context, async () => {
        const ref = releaseOf(input);
        const { target, entityRef } = await context.views.detail(
          ref,
          credentials,
        );
        const { deployed, activeOperation } = target;
        return {
          ...target,
          release: ref,
          environment: target.environment.name,
          entityRef,
          state: summarizeState(target),
          revision: deployed && summarizeRevision(deployed),
          warnings: target.warnings ?? [],
          operation:
            activeOperation &&
            summarizeOperation(activeOperation, context.appUrl),
          mayDo: target.actions,
        };
      }),
  });
}

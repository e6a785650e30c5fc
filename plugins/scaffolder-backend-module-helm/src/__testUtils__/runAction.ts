import { mockServices } from '@backstage/backend-test-utils';
import type { TemplateAction } from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { JsonObject, JsonValue } from '@backstage/types';

/** What the scaffolder keeps of a task between its runs. */
export type Checkpoints = Map<string, JsonValue>;

/** Runs an action as one run of a task's step and tells what came of it. */
export async function runAction<
  TInput extends JsonObject,
  TOutput extends JsonObject,
>(
  action: TemplateAction<TInput, TOutput>,
  input: NoInfer<TInput>,
  options: {
    checkpoints?: Checkpoints;
    signal?: AbortSignal;
    isDryRun?: boolean;
    workspacePath?: string;
  } = {},
) {
  const checkpoints = options.checkpoints ?? new Map();
  const outputs: Partial<TOutput> = {};
  const log: string[] = [];
  const logger = mockServices.logger.mock();
  logger.info.mockImplementation(line => void log.push(line));
  logger.warn.mockImplementation(line => void log.push(`! ${line}`));
  const context = createMockActionContext<TInput, TOutput>({ input });
  const error = await action
    .handler({
      ...context,
      workspacePath: options.workspacePath ?? context.workspacePath,
      logger,
      signal: options.signal,
      isDryRun: options.isDryRun,
      output: (name, value) => {
        outputs[name] = value;
      },
      // As the scaffolder does it: what failed is not kept.
      checkpoint: async ({ key, fn }) => {
        if (!checkpoints.has(key)) {
          checkpoints.set(key, (await fn()) ?? {});
        }
        return checkpoints.get(key);
      },
    })
    .then(
      () => undefined,
      (cause: Error) => cause,
    );
  return { outputs, log, error: error?.message, checkpoints };
}

import { createHash } from 'node:crypto';
import {
  isHelmApiError,
  type Operation,
  type Plan,
  type PlanRequest,
} from '@backstage-helm/plugin-helm-common';
import { cancelOnAbort } from './cancelOnAbort';
import { outputDryRun, outputOperation, waitForSuccess } from './finishStep';
import { sentenceOf, titleOf } from './sentences';
import type { StepContext } from './StepContext';

/** A change that an action wants. */
export interface WantedChange {
  /** Id of the action. */
  action: string;
  entityRef: string;
  environment: string;
  reason: string;
  wait: boolean;
  /** What to plan, decided from what the cluster holds now. */
  request: () => Promise<PlanRequest>;
}

/**
 * Plans a change, queues it once however often the task is retried, and
 * follows it. A dry run ends with the plan.
 *
 * @throws Error in the server's words when the plan is blocked or the operation fails
 */
export async function runPlan(
  context: StepContext,
  wanted: WantedChange,
): Promise<void> {
  if (context.task.isDryRun) {
    await planOnly(context, wanted);
    return;
  }
  const id = await enqueueOnce(context, wanted);
  const url = context.portal.operationUrl(id);
  context.task.logger.info(`Operation ${id}${url ? `: ${url}` : ''}`);
  if (wanted.wait) {
    await waitForSuccess(context, id, cancelOnAbort);
  } else {
    outputOperation(context, await context.api.operation(id));
  }
}

async function planOnly(
  context: StepContext,
  wanted: WantedChange,
): Promise<void> {
  try {
    await makePlan(context, wanted);
  } catch (error) {
    if (!isHelmApiError(error) || error.code !== 'NOT_FOUND') {
      throw error;
    }
    // A dry run registers nothing, so a new entity is not there yet.
    context.task.logger.warn(
      `${sentenceOf(error)} There is nothing to plan before it is registered.`,
    );
  }
  outputDryRun(context);
}

async function makePlan(
  { api, task }: StepContext,
  wanted: WantedChange,
): Promise<Plan> {
  const plan = await api.createPlan(await wanted.request());
  const { added, changed, removed, unchanged } = plan.counts;
  task.logger.info(titleOf(plan));
  task.logger.info(
    `Objects: ${added} added, ${changed} changed, ${removed} removed, ${unchanged} unchanged`,
  );
  if (!plan.changesAnything) {
    task.logger.info('Nothing differs from what was deployed last');
  }
  if (plan.overrideKeys.length) {
    task.logger.info(`Kept as an override: ${plan.overrideKeys.join(', ')}`);
  }
  for (const { level, what, why, todo } of plan.findings) {
    const line = [what, why, todo].filter(Boolean).join(' ');
    task.logger[level === 'fact' ? 'info' : 'warn'](line);
  }
  if (plan.blockedBy.length) {
    throw new Error(plan.blockedBy.map(sentenceOf).join('\n'));
  }
  return plan;
}

/**
 * The operation of this step of this task. Two things keep it one: the
 * checkpoint, and the server's idempotency key for a crash between the
 * queue's answer and the checkpoint.
 */
async function enqueueOnce(
  context: StepContext,
  wanted: WantedChange,
): Promise<string> {
  const { api, task } = context;
  const key = keyOf(context, wanted);
  let isPlannedNow = false;
  const plan = async () => {
    const made = await makePlan(context, wanted);
    isPlannedNow = true;
    return made.id;
  };
  const enqueue = async (planId: string): Promise<Operation['id']> => {
    if (task.signal?.aborted) {
      throw new Error('This task was cancelled before anything was queued.');
    }
    try {
      const { id } = await api.createOperation(
        { plan: planId, reason: wanted.reason },
        key,
      );
      return id;
    } catch (error) {
      if (!isHelmApiError(error)) {
        throw error;
      }
      // An earlier run queued it with a plan that it could not note down.
      if (error.code === 'IDEMPOTENCY_KEY_REUSED' && error.details.operation) {
        task.logger.warn('This step queued its operation already');
        return error.details.operation;
      }
      // The plan of an earlier run is outdated or gone. It was refused, so
      // nothing was queued with this key.
      if (!isPlannedNow && [404, 409].includes(error.status)) {
        return enqueue(await plan());
      }
      throw error;
    }
  };
  const planId = await task.checkpoint({ key: `${key}.plan`, fn: plan });
  return task.checkpoint({
    key: `${key}.operation`,
    fn: () => enqueue(planId),
  });
}

/**
 * The same for every run of this step of this task. The target is in it since
 * a step with `each` runs once for each item.
 */
function keyOf(
  { task }: StepContext,
  { action, entityRef, environment }: WantedChange,
): string {
  const parts = [task.task.id, task.step?.id, action, entityRef, environment];
  const digest = createHash('sha256').update(JSON.stringify(parts));
  return `template-${digest.digest('hex').slice(0, 40)}`;
}

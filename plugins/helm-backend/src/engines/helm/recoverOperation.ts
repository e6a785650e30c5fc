import { operationKinds } from '@backstage-helm/plugin-helm-common';
import type { Engine, EngineOperation } from '@backstage-helm/plugin-helm-node';
import type { PlanWork } from '../../plans/PlanRecord';
import { planWorkSchema } from '../../plans/planWork';
import type { StoredRevision } from '../../releases/ReleaseStore';
import type { HelmEngineOptions } from './HelmEngineOptions';
import { settleByStorage } from './settleByStorage';

type Intent = Parameters<Engine['recover']>[1];

const pending = /^(pending-|uninstalling$)/;

/**
 * What became of an operation whose worker died (DESIGN §6, "The truth is the
 * cluster's"). On the machine that started it, the child itself is looked at;
 * from elsewhere nothing pending is touched before its deadline.
 */
export async function recoverOperation(
  options: HelmEngineOptions,
  operation: EngineOperation,
  intent: Intent,
): ReturnType<Engine['recover']> {
  const { host, now } = options;
  const isHere = intent.host === host.host && intent.bootId === host.bootId;
  const isOver = now() > Date.parse(operation.deadline);
  const { pid } = intent;
  if (isHere && pid !== undefined) {
    if (await options.isAlive({ pid, startTime: intent.startTime })) {
      const kind = operationKinds.get(operation.kind);
      if (isOver && kind?.isCancellableWhileRunning) {
        options.terminate(pid);
      }
      return undefined;
    }
  }
  // A machine that booted again has no child of before.
  const childIsGone = intent.host === host.host;
  const work = planWorkSchema.parse(operation.work);
  const newest = await options.store.observe(operation.release);
  if (operation.kind === 'unlock') {
    return recoverUnlock(options, operation, work, newest);
  }
  const isPending = pending.test(newest?.status ?? '');
  const isBase = (newest?.revision ?? 0) === work.baseRevision;
  if (!childIsGone && !isOver && (isPending || isBase)) {
    return undefined;
  }
  const makesRevision = operationKinds.get(operation.kind)?.makesRevision;
  if (isBase && makesRevision) {
    return { type: 'never-started' };
  }
  const before = {
    revision: work.baseRevision,
    status:
      newest && isBase && !isPending ? newest.status : statusWhenPlanned(work),
  };
  const { settled } = await settleByStorage(options, {
    operation,
    work,
    before,
    cancelRequested: false,
    toVersion: work.chart?.version,
  });
  return settled;
}

/**
 * Marking is one write that is bound to what was read: it was done, or it may
 * be done again, whoever may still be trying.
 */
async function recoverUnlock(
  options: HelmEngineOptions,
  operation: EngineOperation,
  work: PlanWork,
  newest: StoredRevision | undefined,
): ReturnType<Engine['recover']> {
  const isSame =
    newest?.revision === work.baseRevision &&
    newest.status === statusWhenPlanned(work);
  if (isSame) {
    return { type: 'never-started' };
  }
  const { settled } = await settleByStorage(options, {
    operation,
    work,
    before: { revision: work.baseRevision, status: statusWhenPlanned(work) },
    cancelRequested: false,
  });
  return settled;
}

/** Of an absent release nothing is left. */
function statusWhenPlanned({ baseRevision, baseStatus }: PlanWork): string {
  return baseRevision === 0 ? 'absent' : baseStatus ?? 'deployed';
}

import {
  isHelmError,
  operationKinds,
} from '@backstage-helm/plugin-helm-common';
import type {
  Engine,
  HandedOver,
  Settled,
} from '@backstage-helm/plugin-helm-node';
import { appendAudit } from '../audit/AuditLog';
import { inTransaction } from '../database/Database';
import { handOver } from '../database/operations/handOver';
import { appendEvents } from '../database/operations/appendEvents';
import { getOperation } from '../database/operations/getOperation';
import { recordStart } from '../database/operations/recordStart';
import { setLease } from '../database/operations/setLease';
import type { ClaimedOperation } from '../database/OperationRow';
import type { PlanWork } from '../plans/PlanRecord';
import type { Lease } from '../queue/Lease';
import { askAboutChangedBase } from '../approvals/askAboutChangedBase';
import { refuseUnwanted } from '../sync/refuseUnwanted';
import { authorizeExecution } from './authorizeExecution';
import { governExecution } from './governExecution';
import { LeaseLostError, OperationReporter } from './OperationReporter';
import type { OperationsContext } from './OperationsContext';
import { outcomes } from './outcomes';
import { planAgain } from './planAgain';
import { settleOperation, type Ending } from './settleOperation';
import { clockAheadMs, toEngineOperation } from './toEngineOperation';
import { isTooLate, tryAgain } from './tryAgain';

/** Causes that go away by themselves; others are the operation's end. */
const PASSING = new Set([
  'CLUSTER_UNREACHABLE',
  'REPOSITORY_UNREACHABLE',
  'FILE_UNREADABLE',
]);
/** Somebody outside was quicker: looked at again, as is what passes by itself. */
const CONFLICTS = new Set(['RELEASE_BUSY', 'RELEASE_LOCKED']);

/** What was approved is not what would run: those who approved are asked. */
const STALE = new Set(['BASE_CHANGED', 'PLAN_STALE']);

/** Time that an engine has beyond Helm's own limits. */
const MARGIN_MS = 60_000;

/** `(pre hooks + 1 + post hooks) × timeout + 60 s`: Helm's limit is per step. */
export function budgetMs(work: PlanWork): number {
  const steps = work.preHooks + 1 + work.postHooks;
  return steps * work.timeoutSeconds * 1000 + MARGIN_MS;
}

/**
 * Carries one claimed operation out: authorize again → observe → record what
 * recovery needs → act → settle by what storage says.
 */
export async function runOperation(
  context: OperationsContext,
  operation: ClaimedOperation,
  lease: Lease,
): Promise<void> {
  const engine = context.engines.get(operation.engine)!;
  const reporter = new OperationReporter(context, operation);
  try {
    const refusal = await refuseBeforeStart(context, operation, lease);
    if (refusal) {
      await settleOperation(context, operation, refusal);
      return;
    }
    const started = await recordBase(context, operation, engine);
    const result = await engine.start(
      await toEngineOperation(context, started),
      {
        reporter,
        signal: lease.cancelled,
      },
    );
    await reporter.flush();
    await conclude(context, started, result, reporter);
  } catch (error) {
    await reporter.flush();
    await afterThrow(context, operation, lease, reporter, error);
  }
}

/** Ends the operation by the engine's answer, or leaves it to be polled. */
export async function conclude(
  context: OperationsContext,
  operation: ClaimedOperation,
  result: Settled | HandedOver,
  reporter?: OperationReporter,
): Promise<void> {
  const phases = reporter?.phases ?? operation.phases;
  if (result.type === 'settled' && isWorthAnother(operation, result)) {
    const { code, title, why } = result.outcome;
    await tryAgain(context, operation, why ?? title, code);
    return;
  }
  if (result.type === 'settled') {
    await settleOperation(context, operation, result, phases);
    return;
  }
  const { id, ticket, release, environment, requestedBy } = operation;
  const isFirst = operation.status === 'running';
  const ahead = await clockAheadMs(context);
  await inTransaction(context.database, async tx => {
    const isOurs = await handOver(tx, {
      id,
      ticket,
      token: result.token,
      checkAfter: Date.parse(result.checkAfter) - ahead,
      deadline: Date.parse(result.deadline) - ahead,
      phases,
    });
    if (isOurs && isFirst) {
      await appendEvents(tx, id, [
        {
          at: context.now(),
          type: 'status',
          text: `Handed over to ${operation.engine}`,
        },
      ]);
      await appendAudit(tx, {
        actor: requestedBy,
        action: 'operation.handed-over',
        outcome: 'allowed',
        release,
        environment,
        operationId: id,
        detail: { kind: operation.kind, engine: operation.engine },
      });
    }
  });
  context.announce({ operationId: id, release });
}

/** Helm did not get to change anything, and a later attempt may. */
function isWorthAnother(
  { kind, status }: ClaimedOperation,
  { changed, outcome, ...settled }: Settled,
): boolean {
  return (
    status === 'running' &&
    settled.status === 'failed' &&
    !changed &&
    // A test changes no storage, and yet it ran.
    kind !== 'test' &&
    (PASSING.has(outcome.code) || CONFLICTS.has(outcome.code))
  );
}

async function refuseBeforeStart(
  context: OperationsContext,
  operation: ClaimedOperation,
  lease: Lease,
): Promise<Ending | undefined> {
  const { kind } = operation;
  const unchanged = { changed: false };
  const cancelled = await cancelledBeforeStart(context, operation, lease);
  if (cancelled) {
    return cancelled;
  }
  if (await isTooLate(context, operation)) {
    return {
      status: 'expired',
      outcome: outcomes.expired(kind),
      ...unchanged,
    };
  }
  return (
    (await refuseUnwanted(context, operation)) ??
    (await authorizeExecution(context, operation)) ??
    governExecution(context, operation)
  );
}

async function cancelledBeforeStart(
  context: OperationsContext,
  { id, kind, requestedBy, cancelRequestedBy }: ClaimedOperation,
  lease: Lease,
): Promise<Ending | undefined> {
  if (!cancelRequestedBy && !lease.cancelled.aborted) {
    return undefined;
  }
  const row = await getOperation(context.database, id);
  const by = row?.cancelRequestedBy ?? requestedBy;
  return {
    status: 'cancelled',
    outcome: outcomes.cancelledBeforeStart(kind, by),
    changed: false,
  };
}

async function recordBase(
  context: OperationsContext,
  operation: ClaimedOperation,
  engine: Engine,
): Promise<ClaimedOperation> {
  const { id, ticket, kind, release, work } = operation;
  const { revision } = await engine.observe(release);
  const expectedRevision = operationKinds.get(kind)?.makesRevision
    ? revision + 1
    : revision;
  const deadline = await recordStart(context.database, {
    id,
    ticket,
    host: context.host.name,
    bootId: context.host.bootId,
    expectedRevision,
    revisionBefore: revision,
    budgetMs: budgetMs(work),
  });
  if (deadline === undefined) {
    throw new LeaseLostError(id);
  }
  return { ...operation, expectedRevision, revisionBefore: revision, deadline };
}

/**
 * The axis is whether something may have changed (helm-controller's rule): if
 * not, the operation may be tried again; if so, only recovery, which looks at
 * the storage, may say what became of it.
 */
async function afterThrow(
  context: OperationsContext,
  operation: ClaimedOperation,
  lease: Lease,
  reporter: OperationReporter,
  error: unknown,
): Promise<void> {
  const { id, ticket, kind } = operation;
  if (error instanceof LeaseLostError) {
    context.logger.warn(error.message);
    return;
  }
  if (reporter.hasIntent) {
    context.logger.error(`Operation ${id} broke off`, error as Error);
    await setLease(context.database, { id, ticket, milliseconds: 0 });
    return;
  }
  const cancelled = await cancelledBeforeStart(context, operation, lease);
  if (cancelled) {
    await settleOperation(context, operation, cancelled, reporter.phases);
    return;
  }
  if (
    isHelmError(error) &&
    STALE.has(error.code) &&
    ((await askAboutChangedBase(context, operation)) ||
      (await planAgain(context, operation)))
  ) {
    return;
  }
  if (isHelmError(error) && !PASSING.has(error.code)) {
    await settleOperation(
      context,
      operation,
      {
        status: 'failed',
        outcome: outcomes.refused(kind, error),
        changed: false,
      },
      reporter.phases,
    );
    return;
  }
  context.logger.warn(`Operation ${id} could not start`, error as Error);
  await tryAgain(
    context,
    operation,
    error instanceof Error ? error.message : String(error),
    isHelmError(error) ? error.code : undefined,
  );
}

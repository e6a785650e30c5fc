import type {
  OperationOutcome,
  OperationPhase,
  OperationStatus,
} from '@backstage-helm/plugin-helm-common';
import type { Observation } from '@backstage-helm/plugin-helm-node';
import { appendAudit } from '../audit/AuditLog';
import { inTransaction, type Database } from '../database/Database';
import type { OperationRow } from '../database/OperationRow';
import { appendEvents } from '../database/operations/appendEvents';
import { getOperation } from '../database/operations/getOperation';
import {
  insertOperation,
  type NewOperation,
} from '../database/operations/insertOperation';
import { settle } from '../database/operations/settle';
import { settleFollowed } from '../database/operations/settleFollowed';
import type { PlanWork } from '../plans/PlanRecord';
import type { OperationNews } from './OperationNews';
import type { OperationsContext } from './OperationsContext';
import { afterRollback } from './outcomes';
import { endPhases } from './phases';
import { planAutomaticRollback, type HeldBack } from './planAutomaticRollback';
import { recordConsequences } from './recordConsequences';
import { redactOutcome } from './redactOutcome';

/** How an operation ends. */
export interface Ending {
  status: OperationStatus;
  outcome: OperationOutcome;
  observation?: Observation;
  /** Whether the storage was changed. */
  changed: boolean;
  /** Who ended it, when not the one who asked for it. */
  actor?: string;
}

/** An operation to end: held by a worker (`ticket`), or still queued. */
export type EndableOperation = OperationRow & {
  work: PlanWork;
  ticket?: string;
};

/**
 * Ends an operation: its row, its last event, the audit, and everything that
 * follows from it, in one transaction guarded by the ticket.
 *
 * @returns false when the operation is someone else's by now; then nothing of
 *   it was written.
 */
export async function settleOperation(
  context: OperationsContext,
  operation: EndableOperation,
  given: Ending,
  phases: OperationPhase[] = operation.phases,
): Promise<boolean> {
  const planned = await planAutomaticRollback(context, operation, given);
  const followUp = planned && 'id' in planned ? planned : undefined;
  const ending: Ending = {
    ...given,
    outcome: redactOutcome(
      planned ? announceRollback(given.outcome, planned) : given.outcome,
      context.redactText,
    ),
  };
  const news: OperationNews[] = [];
  const settled = await inTransaction(context.database, async tx => {
    news.length = 0;
    const at = new Date(context.now()).toISOString();
    const row = await settle(tx, {
      id: operation.id,
      ticket: operation.ticket,
      status: ending.status,
      outcome: ending.outcome,
      observation: ending.observation,
      phases: endPhases(phases, ending.status, at),
      followedBy: followUp?.id,
    });
    if (!row) {
      return undefined;
    }
    await appendEvents(tx, operation.id, [
      { at: context.now(), type: 'status', text: ending.outcome.title },
    ]);
    await appendAudit(tx, {
      actor: ending.actor ?? operation.requestedBy,
      action: 'operation.settled',
      outcome: auditOutcome(ending.status),
      release: operation.release,
      environment: operation.environment,
      operationId: operation.id,
      reason: operation.reason,
      detail: {
        kind: operation.kind,
        status: ending.status,
        code: ending.outcome.code,
        revision: ending.observation?.revision,
      },
    });
    await recordConsequences(context, tx, operation, {
      ...ending,
      isRolledBack: followUp !== undefined,
    });
    if (followUp) {
      news.push({
        type: 'requested',
        operation: await admitFollowUp(context, tx, followUp),
      });
    }
    const followed =
      operation.follows &&
      (await settleFailedOne(
        context,
        tx,
        operation,
        operation.follows,
        ending,
      ));
    if (followed) {
      news.push({ type: 'settled', operation: followed });
    }
    return row;
  });
  if (!settled) {
    if (operation.ticket) {
      await recordLateWorker(context, operation);
    }
    return false;
  }
  const { release } = operation;
  context.tell({ type: 'settled', operation: settled, by: ending.actor });
  news.forEach(context.tell);
  context.announce({ operationId: operation.id, release, frees: true });
  for (const other of [followUp?.id, operation.follows]) {
    if (other) {
      context.announce({ operationId: other, release });
    }
  }
  return true;
}

function auditOutcome(status: OperationStatus) {
  if (status === 'succeeded') {
    return 'done';
  }
  return status === 'denied' ? 'denied' : 'failed';
}

function announceRollback(
  outcome: OperationOutcome,
  followUp: NewOperation | HeldBack,
): OperationOutcome {
  if ('heldBack' in followUp) {
    const { heldBack, toRevision } = followUp;
    return {
      ...outcome,
      next: `Not rolled back automatically, because what stores data changed: ${heldBack.join(
        ', ',
      )}. Look at the difference, then roll back to revision ${toRevision} by hand or mend the cause.`,
    };
  }
  return {
    ...outcome,
    next: `Rolling back to revision ${followUp.toRevision}${
      followUp.toVersion ? ` (${followUp.toVersion})` : ''
    }.`,
  };
}

async function admitFollowUp(
  context: OperationsContext,
  tx: Database,
  followUp: NewOperation,
): Promise<OperationRow> {
  const row = await insertOperation(tx, {
    ...followUp,
    traceParent: context.tracing.traceParent(),
  });
  await appendEvents(tx, followUp.id, [
    {
      at: context.now(),
      type: 'status',
      text: `Queued: automatic rollback to revision ${followUp.toRevision}`,
    },
  ]);
  await appendAudit(tx, {
    actor: followUp.requestedBy,
    action: 'operation.requested',
    outcome: 'allowed',
    release: followUp.release,
    environment: followUp.environment,
    operationId: followUp.id,
    reason: followUp.reason,
    detail: { kind: followUp.kind, follows: followUp.follows, automatic: true },
  });
  return row;
}

/** The automatic rollback has ended: the operation that it follows says so. */
async function settleFailedOne(
  context: OperationsContext,
  tx: Database,
  rollback: OperationRow,
  failedId: string,
  ending: Ending,
): Promise<OperationRow | undefined> {
  const failed = await getOperation(tx, failedId);
  if (!failed) {
    return undefined;
  }
  const succeeded = ending.status === 'succeeded';
  const status = succeeded ? 'rolled-back' : failed.status;
  const outcome = afterRollback(failed, {
    succeeded,
    outcome: ending.outcome,
    toVersion: rollback.toVersion,
    toRevision: rollback.toRevision,
  });
  if (!(await settleFollowed(tx, { id: failedId, status, outcome }))) {
    return undefined;
  }
  await appendEvents(tx, failedId, [
    {
      at: context.now(),
      type: 'status',
      text: succeeded
        ? outcome.title
        : `The automatic rollback did not succeed: ${ending.outcome.title}`,
    },
  ]);
  await appendAudit(tx, {
    actor: rollback.requestedBy,
    action: 'operation.rolled-back',
    outcome: succeeded ? 'done' : 'failed',
    release: rollback.release,
    environment: rollback.environment,
    operationId: failedId,
    detail: { by: rollback.id, status },
  });
  return getOperation(tx, failedId);
}

async function recordLateWorker(
  context: OperationsContext,
  operation: OperationRow,
): Promise<void> {
  context.logger.warn(
    `A worker ended operation ${operation.id} after losing its lease; its result was not taken`,
  );
  await inTransaction(context.database, tx =>
    appendEvents(tx, operation.id, [
      {
        at: context.now(),
        type: 'warning',
        text: 'A worker that had lost this operation ended it late; its result was not taken.',
      },
    ]),
  );
  context.announce({ operationId: operation.id, release: operation.release });
}

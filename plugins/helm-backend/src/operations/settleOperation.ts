import type {
  OperationOutcome,
  OperationPhase,
  OperationStatus,
} from '@backstage-helm/plugin-helm-common';
import type { Observation } from '@backstage-helm/plugin-helm-node';
import type { StoredApproval } from '../approvals/StoredApproval';
import { appendAudit } from '../audit/AuditLog';
import type { StoredDecision } from '../authorization/Authorizer';
import { inTransaction } from '../database/Database';
import type { OperationRow } from '../database/OperationRow';
import { appendEvents } from '../database/operations/appendEvents';
import { settle } from '../database/operations/settle';
import type { PlanWork } from '../plans/PlanRecord';
import { admitFollowUp, announce, settleFollowedOne } from './followUps';
import type { OperationNews } from './OperationNews';
import type { OperationsContext } from './OperationsContext';
import { recordSync } from '../sync/recordSync';
import type { SyncNews } from '../sync/SyncNews';
import { endPhases } from './phases';
import { planAutomaticRollback } from './planAutomaticRollback';
import { planContinuation } from './planContinuation';
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
  /** What became of the approval that it waited for; it ends only if it still does. */
  approval?: StoredApproval;
}

/** An operation to end: held by a worker (`ticket`), or still queued. */
export type EndableOperation = OperationRow & {
  work: PlanWork;
  ticket?: string;
  decisions?: StoredDecision[];
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
  const planned =
    planContinuation(context, operation, given) ??
    (await planAutomaticRollback(context, operation, given));
  const followUp = planned && 'id' in planned ? planned : undefined;
  const ending: Ending = {
    ...given,
    outcome: redactOutcome(
      planned ? announce(given.outcome, planned) : given.outcome,
      context.redactText,
    ),
  };
  const news: OperationNews[] = [];
  const syncNews: SyncNews[] = [];
  const settled = await inTransaction(context.database, async tx => {
    news.length = 0;
    syncNews.length = 0;
    const at = new Date(context.now()).toISOString();
    const row = await settle(tx, {
      id: operation.id,
      ticket: operation.ticket,
      status: ending.status,
      outcome: ending.outcome,
      observation: ending.observation,
      phases: endPhases(phases, ending.status, at),
      followedBy: followUp?.id,
      approval: ending.approval,
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
    const how = { ...ending, isRolledBack: followUp !== undefined };
    await recordConsequences(context, tx, operation, how);
    syncNews.push(...(await recordSync(context.config, tx, operation, how)));
    if (followUp) {
      news.push({
        type: 'requested',
        operation: await admitFollowUp(context, tx, followUp),
      });
    }
    const followed =
      operation.follows &&
      (await settleFollowedOne(
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
  syncNews.forEach(context.tellSync);
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

import type {
  OperationOutcome,
  OperationStatus,
} from '@backstage-helm/plugin-helm-common';
import { appendAudit } from '../audit/AuditLog';
import type { Database } from '../database/Database';
import type { OperationRow } from '../database/OperationRow';
import { appendEvents } from '../database/operations/appendEvents';
import { getOperation } from '../database/operations/getOperation';
import {
  insertOperation,
  type NewOperation,
} from '../database/operations/insertOperation';
import { settleFollowed } from '../database/operations/settleFollowed';
import type { OperationsContext } from './OperationsContext';
import { afterContinuation, afterRollback } from './outcomes';
import type { HeldBack } from './planAutomaticRollback';
import type { Ending } from './settleOperation';

/** What an ended operation says of what follows it. */
export function announce(
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
  if (followUp.kind !== 'rollback') {
    return {
      ...outcome,
      title: `Uninstalled, installing ${followUp.toVersion} next`,
      next: `Installing ${followUp.toVersion}.`,
    };
  }
  return {
    ...outcome,
    next: `Rolling back to revision ${followUp.toRevision}${
      followUp.toVersion ? ` (${followUp.toVersion})` : ''
    }.`,
  };
}

/** Queues what follows, in the transaction that ends the one before. */
export async function admitFollowUp(
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
      text:
        followUp.kind === 'rollback'
          ? `Queued: automatic rollback to revision ${followUp.toRevision}`
          : `Queued: ${followUp.kind} ${followUp.toVersion}, after the uninstall`,
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

/** What followed has ended: the operation before it says so. */
export async function settleFollowedOne(
  context: OperationsContext,
  tx: Database,
  follower: OperationRow,
  followedId: string,
  ending: Ending,
): Promise<OperationRow | undefined> {
  const followed = await getOperation(tx, followedId);
  if (!followed) {
    return undefined;
  }
  const succeeded = ending.status === 'succeeded';
  const isRollback = follower.kind === 'rollback';
  const status = statusAfter(followed, isRollback, succeeded);
  const told = {
    succeeded,
    outcome: ending.outcome,
    toVersion: follower.toVersion,
    toRevision: follower.toRevision,
  };
  const outcome = isRollback
    ? afterRollback(followed, told)
    : afterContinuation(followed, told);
  if (!(await settleFollowed(tx, { id: followedId, status, outcome }))) {
    return undefined;
  }
  await appendEvents(tx, followedId, [
    {
      at: context.now(),
      type: 'status',
      text:
        succeeded || !isRollback
          ? outcome.title
          : `The automatic rollback did not succeed: ${ending.outcome.title}`,
    },
  ]);
  await appendAudit(tx, {
    actor: follower.requestedBy,
    action: isRollback ? 'operation.rolled-back' : 'operation.continued',
    outcome: succeeded ? 'done' : 'failed',
    release: follower.release,
    environment: follower.environment,
    operationId: followedId,
    detail: { by: follower.id, status },
  });
  return getOperation(tx, followedId);
}

function statusAfter(
  followed: OperationRow,
  isRollback: boolean,
  succeeded: boolean,
): OperationStatus {
  if (isRollback) {
    return succeeded ? 'rolled-back' : followed.status;
  }
  return succeeded ? followed.status : 'failed';
}

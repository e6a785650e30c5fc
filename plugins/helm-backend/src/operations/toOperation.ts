import type { Operation } from '@backstage-helm/plugin-helm-common';
import type { OperationRow } from '../database/OperationRow';

function time(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined
    ? undefined
    : new Date(milliseconds).toISOString();
}

function approvalOf({
  approval,
  approveBy,
}: OperationRow): Operation['approval'] {
  if (!approval) {
    return undefined;
  }
  const { askedAgain, ...shown } = approval;
  return { ...shown, expiresAt: new Date(approveBy ?? 0).toISOString() };
}

/** The operation as the API shows it. */
export function toOperation(row: OperationRow, isDurable: boolean): Operation {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    release: row.release,
    environment: row.environment,
    entityRef: row.entityRef,
    engine: row.engine,
    planId: row.planId,
    requestedBy: row.requestedBy,
    reason: row.reason,
    createdAt: new Date(row.createdAt).toISOString(),
    startedAt: time(row.startedAt),
    finishedAt: time(row.finishedAt),
    deadline: time(row.deadline),
    fromVersion: row.fromVersion,
    toVersion: row.toVersion,
    toRevision: row.toRevision,
    revisionBefore: row.revisionBefore,
    revisionAfter: row.revisionAfter,
    phases: row.phases,
    outcome: row.outcome,
    followedBy: row.followedBy,
    follows: row.follows,
    retryOf: row.retryOf,
    attempt: row.attempt,
    cancelRequestedBy: row.cancelRequestedBy,
    approval: approvalOf(row),
    overridesFreeze: row.overridesFreeze || undefined,
    supersededBy: row.supersededBy,
    durable: isDurable,
  };
}

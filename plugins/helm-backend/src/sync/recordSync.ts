import {
  operationKinds,
  stringifyReleaseRef,
  SYSTEM_CATALOG,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import { appendAudit } from '../audit/AuditLog';
import type { EnvironmentConfig } from '../config/HelmConfig';
import type { Database } from '../database/Database';
import type { OperationRow } from '../database/OperationRow';
import type { Ending } from '../operations/settleOperation';
import type { PlanWork } from '../plans/PlanRecord';
import { backoffMs } from './backoff';
import { judgeEnding } from './judgeEnding';
import type { SyncNews } from './SyncNews';
import type { SyncRow } from './SyncRow';
import {
  forgetSync,
  getSync,
  recordApplied,
  recordEnded,
  recordOther,
  recordPaused,
  recordWithdrawn,
} from './syncRows';

type EndedOperation = OperationRow & { work: PlanWork };
type EndedHow = Pick<Ending, 'status' | 'outcome' | 'changed' | 'actor'> & {
  isRolledBack: boolean;
};

const DEPLOYS = new Set(['install', 'upgrade', 'rebuild']);
const TAKES_AWAY = new Set(['uninstall', 'finish-uninstall']);

/**
 * What an ended operation, of whomever, means for automatic sync: which
 * declaration is applied, what failed, and that a person who goes back wants it
 * to stay so. In the transaction that ends it.
 */
export async function recordSync(
  context: { environments: EnvironmentConfig[] },
  tx: Database,
  operation: EndedOperation,
  ending: EndedHow,
): Promise<SyncNews[]> {
  const { kind, release, requestedBy, follows, cancelRequestedBy } = operation;
  const environment = context.environments.find(
    ({ name }) => name === operation.environment,
  );
  const succeeded = ending.status === 'succeeded';
  const isOwn = requestedBy === SYSTEM_CATALOG;
  if (isOwn && !succeeded && follows === undefined && environment) {
    return recordFailure(environment, tx, operation, {
      ...ending,
      actor: ending.actor ?? cancelRequestedBy,
    });
  }
  await recordWhatIs(tx, operation, ending);
  if (isOwn && succeeded && TAKES_AWAY.has(kind)) {
    await forgetSync(tx, release);
    return [];
  }
  const goesBack = kind === 'rollback' || TAKES_AWAY.has(kind);
  return goesBack &&
    !isOwn &&
    follows === undefined &&
    (succeeded || ending.changed) &&
    environment?.sync.mode === 'automatic' &&
    (await isFollowed(tx, release))
    ? [await pause(tx, operation)]
    : [];
}

/** Only of what is followed the place is known; the rest has nothing to pause. */
async function isFollowed(tx: Database, release: ReleaseRef): Promise<boolean> {
  return (await getSync(tx, release))?.location !== undefined;
}

/** Whether what the release holds now is a declaration as it stands. */
async function recordWhatIs(
  tx: Database,
  operation: EndedOperation,
  { status, changed, isRolledBack }: EndedHow,
): Promise<void> {
  const { kind, release, work, follows } = operation;
  if (!operationKinds.get(kind)?.makesRevision && !TAKES_AWAY.has(kind)) {
    return;
  }
  const succeeded = status === 'succeeded';
  if (succeeded && DEPLOYS.has(kind)) {
    const { declarationDigest } = work;
    await (declarationDigest && !(await isOverridden(tx, operation))
      ? recordApplied(tx, operation, declarationDigest)
      : recordOther(tx, release));
    return;
  }
  // An automatic rollback brings back what was applied before, or fails to.
  const isBack = follows !== undefined && kind === 'rollback';
  const isOther = isBack ? !succeeded : succeeded || (changed && !isRolledBack);
  if (isOther) {
    await recordOther(tx, release);
  }
}

/** By what holds in this very transaction. */
async function isOverridden(
  { sql, now }: Database,
  { release }: OperationRow,
): Promise<boolean> {
  const active = await sql('helm_overrides')
    .where('release_key', stringifyReleaseRef(release))
    .whereNull('ended_at')
    .where(unexpired =>
      unexpired.whereNull('expires_at').orWhere('expires_at', '>', now()),
    )
    .first('id');
  return active !== undefined;
}

async function recordFailure(
  { sync }: EnvironmentConfig,
  tx: Database,
  operation: EndedOperation,
  ending: EndedHow,
): Promise<SyncNews[]> {
  await recordWhatIs(tx, operation, ending);
  const row = await getSync(tx, operation.release);
  const verdict = judgeEnding(ending);
  if (row?.operationId !== operation.id) {
    return [];
  }
  if (verdict.type === 'nothing') {
    // It may be wanted again: its key must not mean the one that has ended.
    await recordWithdrawn(tx, row);
    return [];
  }
  if (verdict.type === 'again') {
    await recordEnded(tx, row, {
      attempts: row.attempts,
      failure: row.failure,
      waitsFor: verdict.waitsFor,
      pauseMs: backoffMs(sync.backoffSeconds, 1, operation.id),
      operationId: operation.id,
    });
    return [];
  }
  const attempts = row.attempts + (verdict.type === 'failed' ? 1 : 0);
  const isLast = verdict.type === 'stopped' || attempts >= sync.attempts;
  await recordEnded(tx, row, {
    attempts,
    failure: verdict.reason,
    pauseMs: isLast
      ? undefined
      : backoffMs(sync.backoffSeconds, attempts, operation.id),
    operationId: operation.id,
  });
  return isLast
    ? [await recordStop(tx, row, verdict.reason, operation.id)]
    : [];
}

/** Tells the trail that nothing is tried any more. */
export async function recordStop(
  tx: Database,
  { release, environment, entityRef }: SyncRow,
  reason: string,
  operationId?: string,
): Promise<SyncNews> {
  await appendAudit(tx, {
    actor: SYSTEM_CATALOG,
    action: 'sync.stopped',
    outcome: 'failed',
    release,
    environment,
    operationId,
    reason,
  });
  return {
    type: 'stopped',
    release,
    environment,
    entityRef,
    reason,
    operationId,
  };
}

async function pause(
  tx: Database,
  operation: EndedOperation,
): Promise<SyncNews> {
  const { id, release, environment, entityRef, requestedBy, reason } =
    operation;
  const cause = operation.kind === 'rollback' ? 'rollback' : 'uninstall';
  await recordPaused(tx, operation, {
    cause,
    by: requestedBy,
    reason,
    operationId: id,
  });
  await appendAudit(tx, {
    actor: requestedBy,
    action: 'sync.paused',
    outcome: 'done',
    release,
    environment,
    operationId: id,
    reason,
    detail: { cause },
  });
  return {
    type: 'paused',
    release,
    environment,
    entityRef,
    by: requestedBy,
    reason,
    operationId: id,
  };
}

import {
  HelmError,
  helmOperationCancelPermission,
  helmOperationReadPermission,
  stringifyReleaseRef,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import { appendAudit } from '../audit/AuditLog';
import type { Database } from '../database/Database';
import { appendEvents } from '../database/operations/appendEvents';
import { getOperation } from '../database/operations/getOperation';
import { lockOperation } from '../database/operations/lockOperation';
import { settle } from '../database/operations/settle';
import type { OperationRow } from '../database/OperationRow';
import { recordSync } from '../sync/recordSync';
import type { SyncNews } from '../sync/SyncNews';
import { kindOf } from './authorizeKind';
import { outcomes } from './outcomes';
import { endPhases } from './phases';
import { recordConsequences } from './recordConsequences';
import type { Requester } from './Requester';
import type { ServiceContext } from './ServiceContext';

/** The operation whose place another one takes. */
export interface Replacement {
  id: string;
  release: ReleaseRef;
  by: string;
}

function notThere(): HelmError {
  return new HelmError(
    {
      code: 'NOT_FOUND',
      field: 'replaces',
      message:
        'There is no such operation of this release, or you may not see it.',
    },
    { status: 404 },
  );
}

/**
 * Whether the caller may put another operation in the place of this one: what
 * one asked for oneself, or may cancel.
 */
export async function assertReplaceable(
  context: ServiceContext,
  { id, release, by }: Replacement,
  requester: Requester,
): Promise<void> {
  const { database } = context;
  const operation = await getOperation(database, id);
  if (
    !operation ||
    stringifyReleaseRef(operation.release) !== stringifyReleaseRef(release) ||
    !(await requester.can(helmOperationReadPermission, release))
  ) {
    throw notThere();
  }
  if (operation.requestedBy !== by) {
    await requester.assert(helmOperationCancelPermission, release);
  }
}

/**
 * Ends an operation that waits, because another one takes its place; in the
 * transaction that brings that one.
 *
 * @returns it, and what is to be told once that is written
 * @throws HelmError RELEASE_BUSY when it does not wait any more
 */
export async function supersedeOperation(
  context: ServiceContext,
  tx: Database,
  { id, release, by }: Replacement,
  replacedBy: string,
): Promise<{ row: OperationRow; syncNews: SyncNews[] }> {
  const operation = await lockOperation(tx, id);
  if (!operation) {
    throw notThere();
  }
  const at = new Date(context.now()).toISOString();
  const outcome = outcomes.superseded(operation.kind, by);
  const row =
    operation.follows === undefined &&
    (await settle(tx, {
      id,
      status: 'superseded',
      outcome,
      phases: endPhases(operation.phases, 'superseded', at),
      supersededBy: replacedBy,
    }));
  if (!row) {
    throw new HelmError(
      {
        code: 'RELEASE_BUSY',
        field: 'replaces',
        message: `${kindOf(operation.kind).verb} by ${
          operation.requestedBy
        } is ${operation.status}, so its place can't be taken.`,
        wayOut: 'Wait for it to end.',
      },
      { status: 409, details: { operation: id } },
    );
  }
  await appendEvents(tx, id, [
    { at: context.now(), type: 'status', text: outcome.title },
  ]);
  await appendAudit(tx, {
    actor: by,
    action: 'operation.superseded',
    outcome: 'done',
    release,
    environment: operation.environment,
    operationId: id,
    reason: operation.reason,
    detail: {
      kind: operation.kind,
      requestedBy: operation.requestedBy,
      by: replacedBy,
    },
  });
  const how = {
    status: 'superseded' as const,
    outcome,
    changed: false,
    isRolledBack: false,
    actor: by,
  };
  await recordConsequences(context, tx, operation, how);
  const syncNews = await recordSync(context.config, tx, operation, how);
  return { row, syncNews };
}

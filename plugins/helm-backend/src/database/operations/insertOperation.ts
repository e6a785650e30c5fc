import {
  phaseNames,
  stringifyReleaseRef,
  type OperationPhase,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { StoredApproval } from '../../approvals/StoredApproval';
import type { StoredDecision } from '../../authorization/Authorizer';
import type { PlanWork } from '../../plans/PlanRecord';
import { fromNow, type Database } from '../Database';
import {
  OPERATION_COLUMNS,
  readOperationRow,
  type OperationRow,
} from '../OperationRow';

export interface NewOperation {
  id: string;
  release: ReleaseRef;
  environment: string;
  entityRef?: string;
  engine: string;
  kind: string;
  /** Only one operation per release and lane may be pending. */
  lane?: string;
  isRescue: boolean;
  planId?: string;
  work: PlanWork;
  decisions: StoredDecision[];
  /** Epoch milliseconds. */
  startBy?: number;
  requestedBy: string;
  reason?: string;
  idempotencyKey?: string;
  requestDigest?: string;
  fromVersion?: string;
  toVersion?: string;
  toRevision?: number;
  revisionBefore?: number;
  follows?: string;
  retryOf?: string;
  /** It waits for approval first; absent = it is queued at once. */
  approval?: StoredApproval;
  /** For how long it waits for that. */
  approveWithinMs?: number;
  overridesFreeze?: boolean;
  /** W3C traceparent of the request. */
  traceParent?: string;
}

/**
 * Adds an operation: queued, or waiting for approval.
 *
 * @throws a unique violation when the release is busy or the key was used.
 */
export async function insertOperation(
  database: Database,
  operation: NewOperation,
): Promise<OperationRow> {
  const phases: OperationPhase[] = phaseNames.map(name => ({
    name,
    status: 'next',
  }));
  const [row] = await database
    .sql('helm_operations')
    .insert({
      id: operation.id,
      release_key: stringifyReleaseRef(operation.release),
      environment: operation.environment,
      entity_ref: operation.entityRef ?? null,
      engine: operation.engine,
      kind: operation.kind,
      status: operation.approval ? 'awaiting-approval' : 'queued',
      lane: operation.lane ?? null,
      is_rescue: operation.isRescue,
      plan_id: operation.planId ?? null,
      work: JSON.stringify(operation.work),
      decisions: JSON.stringify(operation.decisions),
      start_by: operation.startBy ?? null,
      requested_by: operation.requestedBy,
      reason: operation.reason ?? null,
      idempotency_key: operation.idempotencyKey ?? null,
      request_digest: operation.requestDigest ?? null,
      created_at: database.now(),
      available_at: database.now(),
      attempt: 1,
      from_version: operation.fromVersion ?? null,
      to_version: operation.toVersion ?? null,
      to_revision: operation.toRevision ?? null,
      revision_before: operation.revisionBefore ?? null,
      phases: JSON.stringify(phases),
      follows: operation.follows ?? null,
      retry_of: operation.retryOf ?? null,
      approval: operation.approval ? JSON.stringify(operation.approval) : null,
      approve_by:
        operation.approveWithinMs === undefined
          ? null
          : fromNow(database, operation.approveWithinMs),
      overrides_freeze: operation.overridesFreeze ?? false,
      trace_parent: operation.traceParent ?? null,
    })
    .returning([...OPERATION_COLUMNS]);
  return readOperationRow(row);
}

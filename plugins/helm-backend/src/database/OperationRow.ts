import {
  outcomeSchema,
  operationStatusSchema,
  parseReleaseRef,
  phaseSchema,
  type OperationOutcome,
  type OperationPhase,
  type OperationStatus,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { Observation } from '@backstage-helm/plugin-helm-node';
import { z } from 'zod';
import {
  storedApprovalSchema,
  type StoredApproval,
} from '../approvals/StoredApproval';
import type { StoredDecision } from '../authorization/Authorizer';
import type { PlanWork } from '../plans/PlanRecord';

/** What lists and screens may read. Times are epoch milliseconds. */
export interface OperationRow {
  position: number;
  id: string;
  release: ReleaseRef;
  environment: string;
  entityRef?: string;
  engine: string;
  kind: string;
  status: OperationStatus;
  planId?: string;
  requestedBy: string;
  reason?: string;
  createdAt: number;
  /** Since when it may run, unless it waits for approval. */
  availableAt: number;
  startedAt?: number;
  finishedAt?: number;
  deadline?: number;
  attempt: number;
  fromVersion?: string;
  toVersion?: string;
  toRevision?: number;
  revisionBefore?: number;
  revisionAfter?: number;
  phases: OperationPhase[];
  outcome?: OperationOutcome;
  follows?: string;
  followedBy?: string;
  /** Ended, but its automatic rollback has not: its status may yet change. */
  awaitsFollowUp: boolean;
  retryOf?: string;
  cancelRequestedBy?: string;
  /** Set where the environment wanted approvals, also after they were given. */
  approval?: StoredApproval;
  /** Not approved after this. */
  approveBy?: number;
  /** It may run in spite of a freeze. */
  overridesFreeze?: boolean;
  supersededBy?: string;
  lastSeq: number;
  /** W3C traceparent of its request. */
  traceParent?: string;
}

/** What a worker needs beyond that; never leaves the server. */
export interface ClaimedOperation extends OperationRow {
  ticket: string;
  isRescue: boolean;
  work: PlanWork;
  decisions: StoredDecision[];
  startBy?: number;
  leaseExpiresAt?: number;
  expectedRevision?: number;
  /** Set when the engine was allowed to change something. */
  intentAt?: number;
  host?: string;
  bootId?: string;
  pid?: number;
  processStart?: string;
  handoverToken?: string;
  observation?: Observation;
}

/** Columns of {@link OperationRow}; reads select these and nothing else. */
export const OPERATION_COLUMNS = [
  'position',
  'id',
  'release_key',
  'environment',
  'entity_ref',
  'engine',
  'kind',
  'status',
  'plan_id',
  'requested_by',
  'reason',
  'created_at',
  'available_at',
  'started_at',
  'finished_at',
  'deadline',
  'attempt',
  'from_version',
  'to_version',
  'to_revision',
  'revision_before',
  'revision_after',
  'phases',
  'outcome',
  'follows',
  'followed_by',
  'awaits_follow_up',
  'retry_of',
  'cancel_requested_by',
  'approval',
  'approve_by',
  'overrides_freeze',
  'superseded_by',
  'last_seq',
  'trace_parent',
] as const;

/** Columns of {@link ClaimedOperation}. */
export const CLAIMED_COLUMNS = [
  ...OPERATION_COLUMNS,
  'ticket',
  'is_rescue',
  'work',
  'decisions',
  'start_by',
  'lease_expires_at',
  'expected_revision',
  'intent_at',
  'host',
  'boot_id',
  'pid',
  'process_start',
  'handover_token',
  'observation',
] as const;

const phases = z.array(phaseSchema);

/** PostgreSQL gives bigint as text, SQLite booleans as numbers. */
function number(value: unknown): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}

function text(value: unknown): string | undefined {
  return value === null || value === undefined ? undefined : String(value);
}

export function readOperationRow(raw: Record<string, unknown>): OperationRow {
  const outcome = text(raw.outcome);
  const approval = text(raw.approval);
  return {
    position: Number(raw.position),
    id: String(raw.id),
    release: parseReleaseRef(String(raw.release_key)),
    environment: String(raw.environment),
    entityRef: text(raw.entity_ref),
    engine: String(raw.engine),
    kind: String(raw.kind),
    status: operationStatusSchema.parse(raw.status),
    planId: text(raw.plan_id),
    requestedBy: String(raw.requested_by),
    reason: text(raw.reason),
    createdAt: Number(raw.created_at),
    availableAt: Number(raw.available_at),
    startedAt: number(raw.started_at),
    finishedAt: number(raw.finished_at),
    deadline: number(raw.deadline),
    attempt: Number(raw.attempt),
    fromVersion: text(raw.from_version),
    toVersion: text(raw.to_version),
    toRevision: number(raw.to_revision),
    revisionBefore: number(raw.revision_before),
    revisionAfter: number(raw.revision_after),
    phases: phases.parse(JSON.parse(String(raw.phases))),
    outcome: outcome ? outcomeSchema.parse(JSON.parse(outcome)) : undefined,
    follows: text(raw.follows),
    followedBy: text(raw.followed_by),
    awaitsFollowUp: Boolean(raw.awaits_follow_up),
    retryOf: text(raw.retry_of),
    cancelRequestedBy: text(raw.cancel_requested_by),
    approval: approval
      ? storedApprovalSchema.parse(JSON.parse(approval))
      : undefined,
    approveBy: number(raw.approve_by),
    overridesFreeze: Boolean(raw.overrides_freeze),
    supersededBy: text(raw.superseded_by),
    lastSeq: Number(raw.last_seq),
    traceParent: text(raw.trace_parent),
  };
}

export function readClaimedOperation(
  raw: Record<string, unknown>,
): ClaimedOperation {
  const observation = text(raw.observation);
  return {
    ...readOperationRow(raw),
    ticket: String(raw.ticket),
    isRescue: Boolean(raw.is_rescue),
    work: JSON.parse(String(raw.work)),
    decisions: JSON.parse(String(raw.decisions)),
    startBy: number(raw.start_by),
    leaseExpiresAt: number(raw.lease_expires_at),
    expectedRevision: number(raw.expected_revision),
    intentAt: number(raw.intent_at),
    host: text(raw.host),
    bootId: text(raw.boot_id),
    pid: number(raw.pid),
    processStart: text(raw.process_start),
    handoverToken: text(raw.handover_token),
    observation: observation ? JSON.parse(observation) : undefined,
  };
}

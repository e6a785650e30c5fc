import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { PlanWork } from '../../plans/PlanRecord';
import type { Observation } from '@backstage-helm/plugin-helm-node';

/** An operation as the database keeps it, with what hangs on it. */
export interface OperationEvidence {
  id: string;
  position: number;
  kind: string;
  status: string;
  requestedBy: string;
  idempotencyKey?: string;
  attempt: number;
  createdAt: number;
  expectedRevision?: number;
  revisionAfter?: number;
  intentAt?: number;
  finishedAt?: number;
  outcomeCode?: string;
  awaitsFollowUp: boolean;
  /** The failed operation that it puts back by itself. */
  follows?: string;
  work: PlanWork;
  observation?: Observation;
  events: { seq: number; at: number; type: string; text: string }[];
  /** Actions of its audit entries. */
  audit: string[];
}

/** A release Secret, decoded. */
export interface RevisionEvidence {
  revision: number;
  /** Of the payload. */
  status: string;
  labelStatus: string;
  description: string;
  rollbackTo?: number;
  /** By its label; a rollback's may be a copy. */
  operationId?: string;
  chartVersion: string;
  /** SHA-256 of the published archive that has exactly these templates. */
  chartDigest?: string;
  /** HMAC with the installation's key. */
  configDigest: string;
}

/** A line of a history, Helm's or the portal's. */
export interface HistoryLine {
  revision: number;
  status: string;
}

/** All that is known of one release in the end. */
export interface ReleaseEvidence {
  key: string;
  ref: ReleaseRef;
  /** In the order of admission. */
  operations: OperationEvidence[];
  /** Oldest first. */
  revisions: RevisionEvidence[];
  helmHistory: HistoryLine[];
  portalHistory: HistoryLine[];
}

const CHANGES = new Set(['install', 'upgrade', 'rollback']);
/** The revision of the expected number was somebody else's. */
const NOT_OURS = new Set(['RELEASE_BUSY', 'BASE_CHANGED']);

/** Whether the operation says that it wrote the revision it was to write. */
export function madeRevision(operation: OperationEvidence): boolean {
  const { kind, expectedRevision, revisionAfter, outcomeCode = '' } = operation;
  return (
    CHANGES.has(kind) &&
    operation.intentAt !== undefined &&
    revisionAfter !== undefined &&
    revisionAfter === expectedRevision &&
    !NOT_OURS.has(outcomeCode)
  );
}

/** Operations since the release was last uninstalled, in the order they acted. */
export function currentLife({
  operations,
}: Pick<ReleaseEvidence, 'operations'>): OperationEvidence[] {
  const acted = operations
    .filter(({ intentAt }) => intentAt !== undefined)
    .sort((left, right) => Number(left.intentAt) - Number(right.intentAt));
  const end = acted.findLastIndex(
    ({ kind, status }) => kind === 'uninstall' && status === 'succeeded',
  );
  return acted.slice(end + 1);
}

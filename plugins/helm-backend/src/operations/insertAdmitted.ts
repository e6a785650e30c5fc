import type { StoredApproval } from '../approvals/StoredApproval';
import { appendAudit } from '../audit/AuditLog';
import type { StoredDecision } from '../authorization/Authorizer';
import type { ApprovalsConfig } from '../config/HelmConfig';
import { inTransaction, readClock, type Database } from '../database/Database';
import { appendEvents } from '../database/operations/appendEvents';
import { insertOperation } from '../database/operations/insertOperation';
import type { OperationRow } from '../database/OperationRow';
import type { PlanRecord } from '../plans/PlanRecord';
import type { Governance } from '../policy/govern';
import type { AdmissionRequest } from './admitOperation';
import { kindOf } from './authorizeKind';
import type { ServiceContext } from './ServiceContext';
import { supersedeOperation, type Replacement } from './supersedeOperation';

const BINDS = new Set(['install', 'adopt', 'rebuild']);

/** A request that may be granted. */
export interface Admission {
  request: AdmissionRequest;
  requestDigest: string;
  principal: string;
  decisions: StoredDecision[];
  governance: Governance;
  replaces?: Replacement;
  /** Written in the same transaction; what it throws undoes all of it. */
  besides?: (tx: Database, operation: OperationRow) => Promise<void>;
}

/** What is asked of approvers for a plan that nobody has approved yet. */
export function askFor(
  { required, approvers, selfApproval, breakGlass }: ApprovalsConfig,
  planDigest: string,
): StoredApproval {
  return {
    required,
    approvers,
    selfApproval,
    breakGlass,
    planDigest,
    given: [],
    changedSince: [],
    askedAgain: 0,
  };
}

/** The transaction that brings an operation, and what it tells. */
export async function insertAdmitted(
  context: ServiceContext,
  record: PlanRecord,
  admission: Admission,
): Promise<OperationRow> {
  const { plan } = record;
  const { request, principal, governance, replaces } = admission;
  const id = context.newId();
  const reason = request.reason && context.redactText(request.reason);
  const overridesFreeze =
    governance.isChange && request.overrideFreeze === true;
  const { operation, superseded } = await inTransaction(
    context.database,
    async tx => {
      const replaced =
        replaces && (await supersedeOperation(context, tx, replaces, id));
      if (BINDS.has(plan.kind) && plan.entityRef) {
        await context.bindings.claim(
          tx.sql,
          {
            release: plan.release,
            entityRef: plan.entityRef,
            environment: plan.environment,
            by: principal,
            at: new Date(context.now()).toISOString(),
          },
          { operationId: id },
        );
      }
      const row = await insertRow(context, tx, record, {
        ...admission,
        id,
        reason,
        overridesFreeze,
      });
      await writeDown(context, tx, record, row, admission);
      await admission.besides?.(tx, row);
      return { operation: row, superseded: replaced };
    },
  );
  if (superseded) {
    const { row, syncNews } = superseded;
    context.tell({ type: 'superseded', operation: row, by: principal });
    syncNews.forEach(context.tellSync);
    context.announce({ operationId: row.id, release: plan.release });
  }
  context.tell({
    type: governance.approvals ? 'awaiting-approval' : 'requested',
    operation,
    reason,
  });
  if (overridesFreeze) {
    context.tell({ type: 'freeze-overridden', operation, reason });
  }
  context.announce({ operationId: id, release: plan.release, frees: true });
  return operation;
}

async function insertRow(
  context: ServiceContext,
  tx: Database,
  { plan, work }: PlanRecord,
  admission: Admission & {
    id: string;
    reason?: string;
    overridesFreeze: boolean;
  },
): Promise<OperationRow> {
  const { request, governance } = admission;
  const { approvals } = governance;
  const { isRescue } = kindOf(plan.kind);
  return insertOperation(tx, {
    id: admission.id,
    release: plan.release,
    environment: plan.environment,
    entityRef: plan.entityRef,
    engine: plan.engine,
    kind: plan.kind,
    // A rescue never waits for the place that a change holds, also not for
    // one that waits for approval itself.
    lane: isRescue && !approvals ? plan.kind : 'change',
    isRescue,
    planId: plan.id,
    work,
    decisions: admission.decisions,
    // The whole life of a plan again, for waiting in the queue. What waits for
    // approval is given it when it has that.
    startBy: approvals
      ? undefined
      : (await readClock(tx)) + context.config.planTtlSeconds * 1000,
    requestedBy: admission.principal,
    reason: admission.reason,
    idempotencyKey: request.idempotencyKey,
    requestDigest: admission.requestDigest,
    fromVersion: plan.fromVersion,
    toVersion: plan.toVersion,
    toRevision: plan.toRevision,
    revisionBefore: plan.baseRevision || undefined,
    retryOf: request.retryOf,
    traceParent: context.tracing.traceParent(),
    approval: approvals && askFor(approvals, plan.digest),
    approveWithinMs: approvals && approvals.expirySeconds * 1000,
    overridesFreeze: admission.overridesFreeze,
  });
}

/** The first event, and the audit. */
async function writeDown(
  context: ServiceContext,
  tx: Database,
  { plan }: PlanRecord,
  operation: OperationRow,
  { request, principal, governance, replaces }: Admission,
): Promise<void> {
  const { id, reason } = operation;
  const why = reason ? `: ${reason}` : '';
  await appendEvents(tx, id, [
    {
      at: context.now(),
      type: 'status',
      text: governance.approvals
        ? `Asked for by ${principal}${why}. It waits for approval.`
        : `Queued by ${principal}${why}`,
    },
  ]);
  const entry = {
    actor: principal,
    outcome: 'allowed' as const,
    release: plan.release,
    environment: plan.environment,
    operationId: id,
    reason,
  };
  await appendAudit(tx, {
    ...entry,
    action: 'operation.requested',
    detail: {
      kind: plan.kind,
      plan: plan.id,
      planDigest: plan.digest,
      fromVersion: plan.fromVersion,
      toVersion: plan.toVersion,
      retryOf: request.retryOf,
      approvals: governance.approvals?.required,
      replaces: replaces?.id,
      via: request.via,
    },
  });
  if (operation.overridesFreeze) {
    await appendAudit(tx, {
      ...entry,
      action: 'operation.freeze-overridden',
      detail: {
        kind: plan.kind,
        severity: 'critical',
        freeze: governance.frozen?.title,
      },
    });
  }
}

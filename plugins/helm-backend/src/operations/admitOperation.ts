import { createHash } from 'node:crypto';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  HelmError,
  isHelmError,
  stringifyReleaseRef,
  type OperationRequest,
} from '@backstage-helm/plugin-helm-common';
import { appendAudit } from '../audit/AuditLog';
import type { StoredDecision } from '../authorization/Authorizer';
import { inTransaction, readClock } from '../database/Database';
import { isUniqueViolation } from '../database/isUniqueViolation';
import { appendEvents } from '../database/operations/appendEvents';
import { findActive } from '../database/operations/findOfRelease';
import { findByIdempotencyKey } from '../database/operations/findByIdempotencyKey';
import { insertOperation } from '../database/operations/insertOperation';
import type { OperationRow } from '../database/OperationRow';
import type { PlanRecord } from '../plans/PlanRecord';
import {
  auditDenial,
  authorizeKind,
  kindOf,
  type Attempt,
} from './authorizeKind';
import { checkPlan } from './checkPlan';
import type { ServiceContext } from './ServiceContext';

/** A request to run a plan, read from the API. */
export interface AdmissionRequest extends OperationRequest {
  idempotencyKey: string;
  /** The ended operation that this one does again. */
  retryOf?: string;
}

/** Refusals that an auditor wants to see. */
const DENIALS = new Set(['ENVIRONMENT_READ_ONLY', 'BINDING_CONFLICT']);

const BINDS = new Set(['install', 'adopt']);

/**
 * Lets a reviewed plan into the queue: plan → permission → policy → binding →
 * one transaction that writes the operation, the binding and the audit.
 *
 * The same key with the same request gives the same operation however often
 * and from wherever it is asked: uniqueness is the database's.
 */
export async function admitOperation(
  context: ServiceContext,
  request: AdmissionRequest,
  credentials: BackstageCredentials,
): Promise<OperationRow> {
  const principal = await context.authorizer.principal(credentials);
  const requestDigest = digestOf(request);
  const earlier = await findEarlier(context, principal, request, requestDigest);
  if (earlier) {
    return earlier;
  }
  const record = await readablePlan(context, request.plan);
  return admitPlan(context, record, request, credentials, principal);
}

/** The rest of it, for a plan that was made for this very request. */
export async function admitPlan(
  context: ServiceContext,
  record: PlanRecord,
  request: AdmissionRequest,
  credentials: BackstageCredentials,
  principal: string,
): Promise<OperationRow> {
  const { plan, work } = record;
  const attempt: Attempt = {
    credentials,
    principal,
    kind: plan.kind,
    release: plan.release,
    environment: plan.environment,
    work,
    reason: request.reason,
  };
  const decisions = await authorizeKind(context, attempt).catch(error => {
    // A plan of an unreadable release looks like no plan.
    throw isHelmError(error) && error.status === 404 ? planNotFound() : error;
  });
  try {
    await checkPlan(context, record, request.reason);
    return await insert(context, record, request, principal, decisions);
  } catch (error) {
    if (isHelmError(error) && DENIALS.has(error.code)) {
      await auditDenial(context, attempt, error);
    }
    if (!isUniqueViolation(error)) {
      throw error;
    }
    const earlier = await findEarlier(
      context,
      principal,
      request,
      digestOf(request),
    );
    if (earlier) {
      return earlier;
    }
    throw await busy(context, record, error as Error);
  }
}

async function insert(
  context: ServiceContext,
  { plan, work }: PlanRecord,
  request: AdmissionRequest,
  principal: string,
  decisions: StoredDecision[],
): Promise<OperationRow> {
  const kind = kindOf(plan.kind);
  const id = context.newId();
  const reason = request.reason && context.redactText(request.reason);
  const now = await readClock(context.database);
  const operation = await inTransaction(context.database, async tx => {
    if (BINDS.has(plan.kind) && plan.entityRef) {
      await context.bindings.claim(
        tx.sql,
        {
          release: plan.release,
          entityRef: plan.entityRef,
          environment: plan.environment,
          by: principal,
          at: new Date(now).toISOString(),
        },
        { operationId: id },
      );
    }
    const row = await insertOperation(tx, {
      id,
      release: plan.release,
      environment: plan.environment,
      entityRef: plan.entityRef,
      engine: plan.engine,
      kind: plan.kind,
      // A rescue never waits for the place that a change holds.
      lane: kind.isRescue ? plan.kind : 'change',
      isRescue: kind.isRescue,
      planId: plan.id,
      work,
      decisions,
      // The whole life of a plan again, for waiting in the queue.
      startBy: now + context.config.planTtlSeconds * 1000,
      requestedBy: principal,
      reason,
      idempotencyKey: request.idempotencyKey,
      requestDigest: digestOf(request),
      fromVersion: plan.fromVersion,
      toVersion: plan.toVersion,
      toRevision: plan.toRevision,
      revisionBefore: plan.baseRevision || undefined,
      retryOf: request.retryOf,
    });
    await appendEvents(tx, id, [
      {
        at: context.now(),
        type: 'status',
        text: `Queued by ${principal}${reason ? `: ${reason}` : ''}`,
      },
    ]);
    await appendAudit(tx, {
      actor: principal,
      action: 'operation.requested',
      outcome: 'allowed',
      release: plan.release,
      environment: plan.environment,
      operationId: id,
      reason,
      detail: {
        kind: plan.kind,
        plan: plan.id,
        planDigest: plan.digest,
        fromVersion: plan.fromVersion,
        toVersion: plan.toVersion,
        retryOf: request.retryOf,
      },
    });
    return row;
  });
  context.announce({ operationId: id, release: plan.release, frees: true });
  return operation;
}

async function readablePlan(
  context: ServiceContext,
  id: string,
): Promise<PlanRecord> {
  try {
    return await context.plans.get(id);
  } catch (error) {
    throw isHelmError(error) && error.status === 404 ? planNotFound() : error;
  }
}

function planNotFound(): HelmError {
  return new HelmError(
    {
      code: 'NOT_FOUND',
      field: 'plan',
      message: 'There is no such plan, or you may not see it.',
      wayOut: 'Review the change again.',
    },
    { status: 404 },
  );
}

/** What must be the same for a key to mean the same request. */
function digestOf(request: AdmissionRequest): string {
  const body = request.retryOf
    ? { retryOf: request.retryOf }
    : { plan: request.plan, reason: request.reason ?? null };
  return createHash('sha256').update(JSON.stringify(body)).digest('hex');
}

async function findEarlier(
  context: ServiceContext,
  requestedBy: string,
  request: AdmissionRequest,
  requestDigest: string,
): Promise<OperationRow | undefined> {
  const { idempotencyKey } = request;
  const earlier = await findByIdempotencyKey(context.database, {
    requestedBy,
    idempotencyKey,
  });
  if (earlier && earlier.requestDigest !== requestDigest) {
    throw new HelmError(
      {
        code: 'IDEMPOTENCY_KEY_REUSED',
        field: 'Idempotency-Key',
        message: 'This key was used for another request.',
        wayOut: 'Use a new key for each request.',
      },
      { status: 422, details: { operation: earlier.operation.id } },
    );
  }
  return earlier?.operation;
}

async function busy(
  context: ServiceContext,
  { plan }: PlanRecord,
  cause: Error,
): Promise<Error> {
  const kind = kindOf(plan.kind);
  const active = await findActive(
    context.database,
    plan.release,
    kind.isRescue ? plan.kind : 'change',
  );
  if (!active) {
    // It ended between the refusal and this look.
    return new HelmError(
      {
        code: 'RELEASE_BUSY',
        message: `Another operation of ${stringifyReleaseRef(
          plan.release,
        )} has just ended.`,
        wayOut: 'Review the change again.',
      },
      { status: 409, cause },
    );
  }
  return new HelmError(
    {
      code: 'RELEASE_BUSY',
      message: `${stringifyReleaseRef(plan.release)} is busy: ${kindOf(
        active.kind,
      ).verb.toLowerCase()} by ${active.requestedBy} is ${active.status}.`,
      wayOut: 'Wait for it to end, or cancel it.',
    },
    { status: 409, cause, details: { operation: active.id } },
  );
}

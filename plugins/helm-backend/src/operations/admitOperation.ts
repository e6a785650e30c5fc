import { createHash } from 'node:crypto';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  HelmError,
  isHelmError,
  stringifyReleaseRef,
  type OperationRequest,
} from '@backstage-helm/plugin-helm-common';
import type { Database } from '../database/Database';
import { isUniqueViolation } from '../database/isUniqueViolation';
import { findActive } from '../database/operations/findOfRelease';
import { findByIdempotencyKey } from '../database/operations/findByIdempotencyKey';
import type { OperationRow } from '../database/OperationRow';
import type { PlanRecord } from '../plans/PlanRecord';
import {
  auditRefusal,
  authorizeKind,
  kindOf,
  type Attempt,
} from './authorizeKind';
import { checkPlan } from './checkPlan';
import { governWork } from './governWork';
import { insertAdmitted } from './insertAdmitted';
import { overrideFreeze } from './overrideFreeze';
import { requesterOf, type Requester } from './Requester';
import type { ServiceContext } from './ServiceContext';
import { assertReplaceable, type Replacement } from './supersedeOperation';

/** A request to run a plan, read from the API. */
export interface AdmissionRequest extends OperationRequest {
  idempotencyKey: string;
  /** The ended operation that this one does again. */
  retryOf?: string;
  /** Asked for by a declaration: the key means it, whatever plan was made of it. */
  declarationDigest?: string;
  /** The same for an agent, that has the plan made along with the request. */
  intent?: string;
  /** Asked for through an action, by an agent or a template. */
  via?: 'actions';
}

/**
 * Lets a reviewed plan into the queue, or to those who must approve it: plan →
 * permission → policy → binding → one transaction that writes the operation,
 * the binding and the audit.
 *
 * The same key with the same request gives the same operation however often
 * and from wherever it is asked: uniqueness is the database's.
 */
export async function admitOperation(
  context: ServiceContext,
  request: AdmissionRequest,
  credentials: BackstageCredentials,
): Promise<OperationRow> {
  const requester = await requesterOf(context.authorizer, credentials);
  const { principal } = requester;
  const requestDigest = digestOf(request);
  const earlier = await findEarlier(context, principal, request, requestDigest);
  if (earlier) {
    return earlier;
  }
  const record = await readablePlan(context, request.plan);
  return admitPlan(context, record, request, requester);
}

/**
 * What the same key and intent led to before; for a request whose plan is still
 * to be made.
 *
 * @throws HelmError IDEMPOTENCY_KEY_REUSED
 */
export function findIntended(
  context: ServiceContext,
  principal: string,
  request: { idempotencyKey: string; intent: string },
): Promise<OperationRow | undefined> {
  const sought = { ...request, plan: '' };
  return findEarlier(context, principal, sought, digestOf(sought));
}

/**
 * The rest of it, for a plan that was made for this very request.
 *
 * @param besides - written in the same transaction; what it throws undoes it
 */
export async function admitPlan(
  context: ServiceContext,
  record: PlanRecord,
  request: AdmissionRequest,
  requester: Requester,
  besides?: (tx: Database, operation: OperationRow) => Promise<void>,
): Promise<OperationRow> {
  const { plan, work } = record;
  const { principal } = requester;
  const attempt: Attempt = {
    requester,
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
    await checkPlan(context, record, request.reason, requester);
    const governance = await governWork(context, { ...plan, work });
    decisions.push(
      ...(await overrideFreeze(context, attempt, request, governance)),
    );
    const replaces = await replacementFor(context, record, request, requester);
    return await insertAdmitted(context, record, {
      request,
      requestDigest: digestOf(request),
      principal,
      decisions,
      governance,
      replaces,
      besides,
    });
  } catch (error) {
    // The same request, that came twice at once: it may also be its own
    // replacement that is in the way.
    const isInTheWay = isHelmError(error) && error.code === 'RELEASE_BUSY';
    if (isUniqueViolation(error) || isInTheWay) {
      const earlier = await findEarlier(
        context,
        principal,
        request,
        digestOf(request),
      );
      if (earlier) {
        return earlier;
      }
    }
    const refusal = isUniqueViolation(error)
      ? await busy(context, record, error as Error)
      : error;
    if (isHelmError(refusal)) {
      await auditRefusal(context, attempt, refusal);
    }
    throw refusal;
  }
}

async function replacementFor(
  context: ServiceContext,
  { plan }: PlanRecord,
  { replaces: id }: AdmissionRequest,
  requester: Requester,
): Promise<Replacement | undefined> {
  if (id === undefined) {
    return undefined;
  }
  const { principal: by } = requester;
  const replacement = { id, release: plan.release, by };
  await assertReplaceable(context, replacement, requester);
  return replacement;
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
  const { retryOf, declarationDigest, intent } = request;
  const made = retryOf ? { retryOf } : { declarationDigest, intent };
  const body =
    retryOf || declarationDigest || intent
      ? made
      : {
          plan: request.plan,
          reason: request.reason ?? null,
          overrideFreeze: request.overrideFreeze,
          replaces: request.replaces,
        };
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
  const active =
    (await findActive(context.database, plan.release, 'change')) ??
    (await findActive(context.database, plan.release, plan.kind));
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
      wayOut: 'Wait for it to end, cancel it, or ask for this one instead.',
    },
    { status: 409, cause, details: { operation: active.id } },
  );
}

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  HelmError,
  type OperationStatus,
} from '@backstage-helm/plugin-helm-common';
import { getOperationWork } from '../database/operations/getOperation';
import type { OperationRow } from '../database/OperationRow';
import { admitPlan } from './admitOperation';
import { authorizeKind } from './authorizeKind';
import { requesterOf } from './Requester';
import type { ServiceContext } from './ServiceContext';

const RETRYABLE: ReadonlySet<OperationStatus> = new Set([
  'failed',
  'rolled-back',
  'denied',
  'cancelled',
  'superseded',
  'expired',
  'interrupted',
  'dead',
]);

/** Why an operation can't be retried, or undefined when it can. */
export function retryRefusal(
  operation: OperationRow,
  canReplan: boolean,
): string | undefined {
  if (!canReplan) {
    return 'Review the change again.';
  }
  if (operation.status === 'succeeded') {
    return 'It succeeded.';
  }
  if (operation.awaitsFollowUp) {
    return 'Its automatic rollback has not ended.';
  }
  return RETRYABLE.has(operation.status) ? undefined : 'It has not ended.';
}

/**
 * Does an ended operation again: a new operation, linked to it, on a plan that
 * is made now. What was reviewed then is not run again.
 *
 * @throws HelmError ACTION_NOT_POSSIBLE, and as admission does.
 */
export async function retryOperation(
  context: ServiceContext,
  operation: OperationRow,
  request: { reason?: string; idempotencyKey?: string },
  credentials: BackstageCredentials,
): Promise<OperationRow> {
  const refusal = retryRefusal(operation, context.replan !== undefined);
  const work = await getOperationWork(context.database, operation.id);
  if (refusal || !context.replan || !work) {
    throw new HelmError(
      {
        code: 'ACTION_NOT_POSSIBLE',
        message: `This operation can't be retried. ${refusal ?? ''}`.trim(),
      },
      { status: 409, details: { status: operation.status } },
    );
  }
  const requester = await requesterOf(context.authorizer, credentials);
  const reason = request.reason ?? operation.reason;
  const { kind, release, environment } = operation;
  // Before planning, which is work and reads the cluster.
  await authorizeKind(context, {
    requester,
    kind,
    release,
    environment,
    work,
    reason,
  });
  const record = await context.replan({ ...operation, work }, credentials);
  return admitPlan(
    context,
    record,
    {
      plan: record.plan.id,
      reason,
      retryOf: operation.id,
      // A retry that is asked for twice is one retry.
      idempotencyKey: request.idempotencyKey ?? `retry:${operation.id}`,
    },
    requester,
  );
}

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { RejectRequest } from '@backstage-helm/plugin-helm-common';
import { getClaimed } from '../database/operations/getOperation';
import type { OperationRow } from '../database/OperationRow';
import { outcomes } from '../operations/outcomes';
import type { ServiceContext } from '../operations/ServiceContext';
import { settleOperation } from '../operations/settleOperation';
import { assertMayReject } from './assertMayReject';
import { isApprovable, notWaiting } from './waitingOperation';

/**
 * Ends an operation that waits for approval, by one who could approve it.
 *
 * @throws HelmError NOT_AN_APPROVER, NOT_ALLOWED; ACTION_NOT_POSSIBLE when it
 *   does not wait
 */
export async function rejectOperation(
  context: ServiceContext,
  operation: OperationRow,
  request: RejectRequest,
  credentials: BackstageCredentials,
): Promise<OperationRow> {
  const { database } = context;
  const held = await getClaimed(database, operation.id);
  if (!held || !isApprovable(held)) {
    throw notWaiting(held ?? operation);
  }
  await assertMayReject(context, held, credentials);
  const by = await context.authorizer.principal(credentials);
  const reason = context.redactText(request.reason);
  const at = new Date(context.now()).toISOString();
  const isOurs = await settleOperation(
    context,
    { ...held, ticket: undefined },
    {
      status: 'denied',
      outcome: outcomes.rejected(held.kind, by, reason),
      changed: false,
      actor: by,
      approval: { ...held.approval, rejected: { by, at, reason } },
    },
  );
  const now = await getClaimed(database, operation.id);
  if (!isOurs || !now) {
    throw notWaiting(now ?? operation);
  }
  context.tell({ type: 'rejected', operation: now, by, reason });
  return now;
}

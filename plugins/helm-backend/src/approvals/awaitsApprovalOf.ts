import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { helmOperationApprovePermission } from '@backstage-helm/plugin-helm-common';
import type { OperationRow } from '../database/OperationRow';
import type { ServiceContext } from '../operations/ServiceContext';
import { approverRefusal } from './approverRefusal';
import { isApprovable, ruleOf } from './waitingOperation';

/**
 * Keeps the operations that wait for the caller's approval. One that a freeze
 * holds up is among them: it is what one will have to look at.
 */
export async function awaitsApprovalOf(
  context: ServiceContext,
  credentials: BackstageCredentials,
  rows: OperationRow[],
): Promise<OperationRow[]> {
  const { authorizer } = context;
  const [by, ...groups] = await authorizer.identities(credentials);
  const permitted = await authorizer.filter(
    credentials,
    helmOperationApprovePermission,
    rows.filter(isApprovable),
    row => row.release,
  );
  const waiting: OperationRow[] = [];
  for (const row of permitted) {
    const { owner } = await authorizer.resource(row.release);
    const hasApproved = row.approval.given.some(given => given.by === by);
    const refusal = approverRefusal(
      ruleOf(context, row),
      { by, identities: [by, ...groups] },
      { requestedBy: row.requestedBy, owner },
    );
    if (!hasApproved && !refusal) {
      waiting.push(row);
    }
  }
  return waiting;
}

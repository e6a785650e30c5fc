import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  HelmError,
  helmOperationApprovePermission,
} from '@backstage-helm/plugin-helm-common';
import type { ServiceContext } from '../operations/ServiceContext';
import { notAnApprover } from './approverRefusal';
import { ruleOf, type ApprovableOperation } from './waitingOperation';

/**
 * One who could approve it; also who asked for it, if an approver.
 *
 * @throws HelmError NOT_ALLOWED, NOT_AN_APPROVER
 */
export async function assertMayReject(
  context: ServiceContext,
  operation: ApprovableOperation,
  credentials: BackstageCredentials,
): Promise<void> {
  const { authorizer } = context;
  const { release } = operation;
  await authorizer.assert(credentials, helmOperationApprovePermission, release);
  const identities = await authorizer.identities(credentials);
  const { owner } = await authorizer.resource(release);
  const problem = notAnApprover(
    ruleOf(context, operation),
    { by: identities[0], identities },
    owner,
  );
  if (problem) {
    throw new HelmError(problem, { status: 403 });
  }
}

import { HelmError } from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from '../config/HelmConfig';
import type { OperationRow } from '../database/OperationRow';
import { environmentNamed } from '../operations/governWork';
import type { OperationsContext } from '../operations/OperationsContext';
import type { StoredApproval } from './StoredApproval';

/** An operation that waits for approval, or did. */
export type ApprovableOperation = OperationRow & { approval: StoredApproval };

/** Who must approve: as the environment asks now, else as it asked then. */
export function ruleOf(
  context: Pick<OperationsContext, 'config'>,
  {
    environment,
    approval,
  }: Pick<ApprovableOperation, 'environment' | 'approval'>,
): Pick<
  StoredApproval,
  'required' | 'approvers' | 'selfApproval' | 'breakGlass'
> {
  return environmentNamed(context, environment)?.approvals ?? approval;
}

/** @throws HelmError ENVIRONMENT_READ_ONLY for one that is gone from the configuration */
export function environmentOfOperation(
  context: Pick<OperationsContext, 'config'>,
  operation: Pick<OperationRow, 'environment'>,
): EnvironmentConfig {
  const found = environmentNamed(context, operation.environment);
  if (!found) {
    throw new HelmError(
      {
        code: 'ENVIRONMENT_READ_ONLY',
        message: `There is no environment ${operation.environment} any more.`,
        wayOut: 'Reject it.',
      },
      { status: 403 },
    );
  }
  return found;
}

export function isApprovable(
  operation: OperationRow,
): operation is ApprovableOperation {
  return (
    operation.status === 'awaiting-approval' && operation.approval !== undefined
  );
}

/** Said to who approves what does not wait (any more). */
export function notWaiting({ approval, status }: OperationRow): HelmError {
  const isApproved =
    approval !== undefined &&
    ['queued', 'running', 'handed-over', 'succeeded'].includes(status);
  return new HelmError(
    {
      code: isApproved ? 'ALREADY_APPROVED' : 'ACTION_NOT_POSSIBLE',
      message: isApproved
        ? 'It has the approvals that it needs.'
        : `It does not wait for approval: it is ${status}.`,
    },
    { status: 409, details: { status } },
  );
}

/** Said to who approves another plan than the one that would run. */
export function stale({ approval, planId }: ApprovableOperation): HelmError {
  const { changedSince } = approval;
  return new HelmError(
    {
      code: 'APPROVAL_STALE',
      field: 'planDigest',
      message: `What you looked at is not what would run now${
        changedSince.length ? `: ${changedSince.join('; ')}` : ''
      }.`,
      wayOut: 'Look at it again, then approve that.',
    },
    { status: 409, details: planId ? { plan: planId } : undefined },
  );
}

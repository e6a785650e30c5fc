import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  describeFreeze,
  HelmError,
  helmApprovalOverridePermission,
  helmOperationApprovePermission,
  isHelmError,
  type ApproveRequest,
} from '@backstage-helm/plugin-helm-common';
import { readClock } from '../database/Database';
import { getClaimed } from '../database/operations/getOperation';
import type { OperationRow } from '../database/OperationRow';
import { governWork } from '../operations/governWork';
import type { ServiceContext } from '../operations/ServiceContext';
import { approverRefusal } from './approverRefusal';
import { checkFresh } from './checkFresh';
import { countApprovals } from './countApprovals';
import { recordDecision, type Decision } from './recordDecision';
import {
  isApprovable,
  notWaiting,
  ruleOf,
  stale,
  type ApprovableOperation,
} from './waitingOperation';

/**
 * Approves the plan that an operation waits for, or breaks the glass. With the
 * last approval it is queued.
 *
 * @throws HelmError NOT_AN_APPROVER, SELF_APPROVAL, BREAK_GLASS_OFF, NOT_ALLOWED
 *   by who asks; APPROVAL_STALE, APPROVAL_EXPIRED, ALREADY_APPROVED,
 *   ENVIRONMENT_FROZEN and what `checkFresh` throws by what is asked
 */
export async function approveOperation(
  context: ServiceContext,
  operation: OperationRow,
  request: ApproveRequest,
  credentials: BackstageCredentials,
): Promise<OperationRow> {
  const by = await context.authorizer.principal(credentials);
  if (isApprovedBy(operation, by, request)) {
    return operation;
  }
  try {
    return await approve(context, operation, request, credentials);
  } catch (error) {
    // The same approval, that came twice at once, is the one that is there.
    const now =
      isHelmError(error) && error.code === 'ALREADY_APPROVED'
        ? await getClaimed(context.database, operation.id)
        : undefined;
    if (now && isApprovedBy(now, by, request)) {
      return now;
    }
    throw error;
  }
}

function isApprovedBy(
  { approval }: OperationRow,
  by: string,
  request: ApproveRequest,
): boolean {
  return (
    approval?.planDigest === request.planDigest &&
    approval.given.some(
      given => given.by === by && (given.isBreakGlass || !request.breakGlass),
    )
  );
}

async function approve(
  context: ServiceContext,
  operation: OperationRow,
  request: ApproveRequest,
  credentials: BackstageCredentials,
): Promise<OperationRow> {
  if (!isApprovable(operation)) {
    throw notWaiting(operation);
  }
  await (request.breakGlass
    ? assertMayBreakGlass(context, operation, request, credentials)
    : assertMayApprove(context, operation, credentials));
  await assertInTime(context, operation);
  if (operation.approval.planDigest !== request.planDigest) {
    throw stale(operation);
  }
  await checkFresh(context, operation);
  const decided = await recordDecision(context, operation, {
    by: await context.authorizer.principal(credentials),
    isBreakGlass: request.breakGlass === true,
    reason: request.reason && context.redactText(request.reason),
    assertMayRun: await freezeCheck(context, operation),
  });
  if (decided) {
    return decided;
  }
  // It moved on between the look and the attempt: as it is now.
  const now = await getClaimed(context.database, operation.id);
  return approveOperation(context, now ?? operation, request, credentials);
}

/** @throws HelmError NOT_ALLOWED, NOT_AN_APPROVER, SELF_APPROVAL */
export async function assertMayApprove(
  context: ServiceContext,
  operation: ApprovableOperation,
  credentials: BackstageCredentials,
): Promise<void> {
  const { authorizer } = context;
  const { release, requestedBy } = operation;
  await authorizer.assert(credentials, helmOperationApprovePermission, release);
  const [by, ...groups] = await authorizer.identities(credentials);
  const { owner } = await authorizer.resource(release);
  const problem = approverRefusal(
    ruleOf(context, operation),
    { by, identities: [by, ...groups] },
    { requestedBy, owner },
  );
  if (problem) {
    throw new HelmError(problem, { status: 403 });
  }
}

async function assertMayBreakGlass(
  context: ServiceContext,
  operation: ApprovableOperation,
  { reason }: ApproveRequest,
  credentials: BackstageCredentials,
): Promise<void> {
  if (!ruleOf(context, operation).breakGlass) {
    throw new HelmError(
      {
        code: 'BREAK_GLASS_OFF',
        message: `Nothing runs in ${operation.environment} without its approvals.`,
        wayOut: 'Ask those who may approve it.',
      },
      { status: 403 },
    );
  }
  await context.authorizer.assert(
    credentials,
    helmApprovalOverridePermission,
    operation.release,
  );
  if (!reason?.trim()) {
    throw new HelmError({
      code: 'REASON_REQUIRED',
      field: 'reason',
      message: 'Say why it can not wait for its approvals.',
    });
  }
}

async function assertInTime(
  context: ServiceContext,
  { approveBy }: OperationRow,
): Promise<void> {
  if (
    approveBy !== undefined &&
    approveBy <= (await readClock(context.database))
  ) {
    throw new HelmError(
      {
        code: 'APPROVAL_EXPIRED',
        message: 'It was not approved in time.',
        wayOut: 'Ask again.',
      },
      { status: 409 },
    );
  }
}

/**
 * The last approval has to wait while the environment is frozen: then nothing
 * of it is recorded, and it can be given later.
 */
async function freezeCheck(
  context: ServiceContext,
  operation: ApprovableOperation,
): Promise<Decision['assertMayRun']> {
  const held = await getClaimed(context.database, operation.id);
  const { frozen } = held
    ? await governWork(context, held)
    : { frozen: undefined };
  return given => {
    const { isEnough } = countApprovals(
      ruleOf(context, operation),
      operation.requestedBy,
      given,
    );
    if (isEnough && frozen && !operation.overridesFreeze) {
      throw new HelmError(describeFreeze(operation.environment, frozen), {
        status: 409,
      });
    }
    return isEnough;
  };
}

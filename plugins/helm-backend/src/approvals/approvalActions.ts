import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  describeFreeze,
  helmApprovalOverridePermission,
  isHelmError,
  type Operation,
} from '@backstage-helm/plugin-helm-common';
import type { OperationRow } from '../database/OperationRow';
import { environmentNamed } from '../operations/governWork';
import type { ServiceContext } from '../operations/ServiceContext';
import { freezeAt } from '../policy/freezes';
import { assertMayApprove } from './approveOperation';
import { assertMayReject } from './assertMayReject';
import { countApprovals } from './countApprovals';
import {
  isApprovable,
  ruleOf,
  type ApprovableOperation,
} from './waitingOperation';

type Actions = NonNullable<Operation['actions']>;

/** What the caller may do about the approval that it waits for; nothing else is in it. */
export async function approvalActions(
  context: ServiceContext,
  operation: OperationRow,
  credentials: BackstageCredentials,
): Promise<Actions> {
  if (!isApprovable(operation)) {
    return [];
  }
  return [
    action('approve', await whyNotApprove(context, operation, credentials)),
    action(
      'reject',
      await refusalOf(() => assertMayReject(context, operation, credentials)),
    ),
    ...(ruleOf(context, operation).breakGlass
      ? [
          action(
            'break-glass',
            await whyNotBreakGlass(context, operation, credentials),
          ),
        ]
      : []),
  ];
}

function action(name: Actions[number]['action'], reason?: string) {
  return { action: name, allowed: reason === undefined, reason };
}

async function refusalOf(
  assert: () => Promise<void>,
): Promise<string | undefined> {
  try {
    await assert();
    return undefined;
  } catch (error) {
    if (isHelmError(error)) {
      return error.message;
    }
    throw error;
  }
}

async function whyNotApprove(
  context: ServiceContext,
  operation: ApprovableOperation,
  credentials: BackstageCredentials,
): Promise<string | undefined> {
  const by = await context.authorizer.principal(credentials);
  const { given } = operation.approval;
  if (given.some(each => each.by === by)) {
    return 'You approved it already.';
  }
  return (
    (await refusalOf(() =>
      assertMayApprove(context, operation, credentials),
    )) ?? frozen(context, operation, [...given, { by, isBreakGlass: false }])
  );
}

async function whyNotBreakGlass(
  context: ServiceContext,
  operation: ApprovableOperation,
  credentials: BackstageCredentials,
): Promise<string | undefined> {
  const { authorizer } = context;
  const isAllowed = await authorizer.can(
    credentials,
    helmApprovalOverridePermission,
    operation.release,
  );
  return isAllowed
    ? frozen(context, operation, [{ by: '', isBreakGlass: true }])
    : `You need ${helmApprovalOverridePermission.name}.`;
}

/** The last approval waits for the end of a freeze. */
function frozen(
  context: ServiceContext,
  operation: ApprovableOperation,
  given: { by: string; isBreakGlass: boolean }[],
): string | undefined {
  const { requestedBy, overridesFreeze } = operation;
  const environment = environmentNamed(context, operation.environment);
  const freeze = environment && freezeAt(environment.freeze, context.now());
  const { isEnough } = countApprovals(
    ruleOf(context, operation),
    requestedBy,
    given,
  );
  return freeze && isEnough && !overridesFreeze
    ? describeFreeze(operation.environment, freeze).message
    : undefined;
}

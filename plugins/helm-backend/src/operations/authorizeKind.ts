import type { Permission } from '@backstage/plugin-permission-common';
import {
  helmPermissions,
  helmReleaseOverridePermission,
  helmReleaseUnlockPermission,
  HelmError,
  isHelmError,
  operationKinds,
  type OperationKind,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { StoredDecision } from '../authorization/Authorizer';
import type { PlanWork } from '../plans/PlanRecord';
import type { Requester } from './Requester';
import type { ServiceContext } from './ServiceContext';

/** What is to be done, and who asks. */
export interface Attempt {
  requester: Requester;
  kind: string;
  release: ReleaseRef;
  environment: string;
  work: PlanWork;
  reason?: string;
}

export function kindOf(key: string): OperationKind {
  const kind = operationKinds.get(key);
  if (!kind) {
    throw new HelmError({
      code: 'ACTION_NOT_POSSIBLE',
      message: `This portal does not know how to ${key}.`,
    });
  }
  return kind;
}

/**
 * Permissions that the attempt needs: its kind's and those of the work that it
 * does besides, one to override, one to free what is stuck.
 */
export function permissionsFor(
  kind: string,
  work?: Pick<PlanWork, 'override' | 'clearOverride' | 'unlock'>,
): Permission[] {
  const { permission, alsoNeeds } = kindOf(kind);
  const needed = [permission, ...alsoNeeds].map(wanted => {
    const found = helmPermissions.find(({ name }) => name === wanted);
    if (!found) {
      throw new Error(`Operation kind ${kind} names no permission of ours`);
    }
    return found;
  });
  if (work?.override || work?.clearOverride) {
    needed.push(helmReleaseOverridePermission);
  }
  if (work?.unlock) {
    needed.push(helmReleaseUnlockPermission);
  }
  return [...new Set(needed)];
}

/**
 * Decides whether the caller may do this now, and gives what is needed to
 * decide it again when it starts. A refusal is in the audit before it is thrown.
 */
export function authorizeKind(
  context: ServiceContext,
  attempt: Attempt,
): Promise<StoredDecision[]> {
  return authorizeAll(
    context,
    attempt,
    permissionsFor(attempt.kind, attempt.work),
  );
}

/** The same of permissions that the kind does not name. */
export async function authorizeAll(
  context: ServiceContext,
  attempt: Attempt,
  permissions: Permission[],
): Promise<StoredDecision[]> {
  const { requester, release } = attempt;
  try {
    assertAutomation(context, attempt);
    const decisions: StoredDecision[] = [];
    for (const permission of permissions) {
      decisions.push(await requester.decide(permission, release));
    }
    return decisions;
  } catch (error) {
    if (isHelmError(error)) {
      await auditRefusal(context, attempt, error);
    }
    throw error;
  }
}

/** Refusals by a rule; the others are of what was asked for, or of its time. */
const DENIALS = new Set([
  'BINDING_CONFLICT',
  'ENVIRONMENT_FROZEN',
  'ENVIRONMENT_READ_ONLY',
  'NOT_ALLOWED',
  'NOT_FOUND',
  'PERMISSIONS_OFF',
  'PROMOTION_RULE',
]);

/** Refusals that are in the trail: one is told once, however far it travels. */
const audited = new WeakSet<HelmError>();

/** An attempt that was refused, for the auditor. */
export async function auditRefusal(
  context: ServiceContext,
  attempt: Attempt,
  error: HelmError,
): Promise<void> {
  if (audited.has(error)) {
    return;
  }
  audited.add(error);
  await context.audit.append({
    actor: attempt.requester.principal,
    action: 'operation.requested',
    outcome: DENIALS.has(error.code) ? 'denied' : 'failed',
    release: attempt.release,
    environment: attempt.environment,
    reason: attempt.reason && context.redactText(attempt.reason),
    detail: { kind: attempt.kind, code: error.code },
  });
}

/** What is no person may do what the configuration lists, and nothing else. */
function assertAutomation(context: ServiceContext, attempt: Attempt): void {
  const { principal, isAutomation } = attempt.requester;
  const isListed = context.config.automation.some(
    entry =>
      entry.subject === principal &&
      entry.environments.includes(attempt.environment) &&
      entry.kinds.includes(attempt.kind),
  );
  if (isAutomation && !isListed) {
    throw new HelmError(
      {
        code: 'NOT_ALLOWED',
        field: 'helm.automation',
        message: `${principal} may not ${attempt.kind} in ${attempt.environment}.`,
        wayOut:
          'List the subject, environment and kind under helm.automation in the configuration.',
      },
      { status: 403 },
    );
  }
}

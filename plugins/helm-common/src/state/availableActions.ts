import type { ReleaseAction } from '../api';
import { HelmError, type HelmErrorCode } from '../errors';
import { isWorking } from './deriveState';
import { actionRules, type ActionInput, type ActionName } from './actionRules';

/**
 * Whether nobody works on what holds the release up. A release that has an
 * owner and no revision, not even an uninstalled one, has lost its record.
 */
function isStuck(input: ActionInput): boolean {
  const { state, deployed, boundTo, activeOperation } = input;
  if (state.lifecycle === 'Absent') {
    return !deployed && boundTo !== undefined && !activeOperation;
  }
  return (
    (state.lifecycle === 'Locked' || state.lifecycle === 'Uninstalling') &&
    !isWorking(activeOperation)
  );
}

/** Actions that could ever apply here; the others are left out. */
function applicable(input: ActionInput): ActionName[] {
  const { state, boundTo, isDeclared } = input;
  const exists = state.lifecycle !== 'Absent' && input.deployed !== undefined;
  const names: ActionName[] = [];
  if (isStuck(input)) {
    names.push('unlock');
  }
  if (exists) {
    const isUnowned =
      boundTo === undefined && isDeclared && state.owner.kind === 'helm';
    names.push('deploy', 'rollback');
    if (isUnowned) {
      names.push('adopt');
    }
    names.push('test', 'uninstall');
  } else {
    names.push('install');
  }
  names.push(...syncActions(input), 'refresh');
  if (input.activeOperation ?? input.lastOperation) {
    names.push('view-operation');
  }
  return names;
}

/** What is not followed can't be paused; what was given up is resumed too. */
function syncActions({ syncStatus }: ActionInput): ActionName[] {
  if (syncStatus?.mode !== 'automatic' || syncStatus.phase === 'off') {
    return [];
  }
  return syncStatus.phase === 'paused' || syncStatus.phase === 'stopped'
    ? ['resume-sync']
    : ['pause-sync'];
}

/**
 * What can be done with a release, with the reason where it cannot. The same
 * table draws the buttons and admits requests (STYLE 5).
 *
 * @public
 */
export function availableActions(input: ActionInput): ReleaseAction[] {
  return applicable(input).map(action => {
    for (const rule of actionRules[action] ?? []) {
      const refusal = rule(input, action);
      if (refusal) {
        return { action, allowed: false, ...refusal };
      }
    }
    return { action, allowed: true };
  });
}

const statuses: Partial<Record<HelmErrorCode, number>> = {
  ENVIRONMENT_READ_ONLY: 403,
  PERMISSIONS_OFF: 403,
  NOT_ALLOWED: 403,
  CLUSTER_UNREACHABLE: 503,
};

/**
 * Admits an action.
 *
 * @throws HelmError with the code and the reason that its button shows.
 * @public
 */
export function requireAction(input: ActionInput, action: ActionName): void {
  const found = availableActions(input).find(entry => entry.action === action);
  if (found?.allowed) {
    return;
  }
  const code = (found?.code ?? 'ACTION_NOT_POSSIBLE') as HelmErrorCode;
  throw new HelmError(
    {
      code,
      message:
        found?.reason ??
        (input.state.lifecycle === 'Absent'
          ? 'Nothing is installed here.'
          : 'It is installed already.'),
    },
    {
      status: statuses[code] ?? 409,
      details: input.activeOperation
        ? { operation: input.activeOperation.id }
        : undefined,
    },
  );
}

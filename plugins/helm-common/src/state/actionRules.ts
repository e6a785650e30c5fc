import type { Freeze, ReleaseAction, SyncStatus } from '../api';
import type { HelmErrorCode, HelmProblem } from '../errors';
import { operationKinds } from '../operations';
import type { Revision } from '../releases';
import { describeFreeze, FREEZE_OVERRIDE } from './describeFreeze';
import { isWorking, type LiveOperation } from './deriveState';
import type { ReleaseState } from './State';

/** What decides whether an action is possible now. @public */
export interface ActionInput {
  state: ReleaseState;
  /** Newest revision in storage. */
  deployed?: Revision;
  environment: { name: string; readOnly: boolean };
  /** The cluster does not answer. */
  isStale: boolean;
  /** Whether this entity declares the release. */
  isDeclared: boolean;
  /** Problems of the declaration: they stop what would deploy it. */
  problems: readonly HelmProblem[];
  /** Entity that owns the release. */
  boundTo?: string;
  /** Entity for which this is asked; absent on a release of no entity. */
  entityRef?: string;
  activeOperation?: LiveOperation;
  lastOperation?: { id: string };
  /** Revisions that a rollback could restore. */
  hasRollbackTarget: boolean;
  /** Whether the caller holds a permission, by name. */
  holds: (permission: string) => boolean;
  /** The portal has no permission framework: nothing may be changed. */
  permissionsOff: boolean;
  /** The freeze of the environment that holds now. */
  frozen?: Freeze;
  /** What automatic sync does with it; absent: nothing follows declarations. */
  syncStatus?: Pick<SyncStatus, 'mode' | 'phase'>;
}

const UNLOCK = 'helm.release.unlock';
const SYNC = 'helm.release.sync';

/** Name of an action on a release. @public */
export type ActionName = ReleaseAction['action'];
/** Why something is refused, and who or what lifts it. @public */
export type Refusal = { code: HelmErrorCode; reason: string };
/** `action` is an action's name, or the kind of a way out. */
export type Rule = (input: ActionInput, action: string) => Refusal | undefined;

const permissions: Partial<Record<string, string>> = {
  install: 'helm.release.deploy',
  deploy: 'helm.release.deploy',
  rollback: 'helm.release.rollback',
  uninstall: 'helm.release.uninstall',
  test: 'helm.release.test',
  adopt: 'helm.release.adopt',
  unlock: UNLOCK,
  'pause-sync': SYNC,
  'resume-sync': SYNC,
};

const readOnly: Rule = ({ environment }) =>
  environment.readOnly
    ? {
        code: 'ENVIRONMENT_READ_ONLY',
        reason: `${environment.name} is read-only here; a platform engineer can lift it in the configuration.`,
      }
    : undefined;

const permissionsOff: Rule = input =>
  input.permissionsOff
    ? {
        code: 'PERMISSIONS_OFF',
        reason:
          'This portal has no permission framework switched on, so nothing can be changed. A platform engineer can set permission.enabled.',
      }
    : undefined;

/** Whether the caller holds a permission, with the way to it. */
export function needs(input: ActionInput, name: string): Refusal | undefined {
  return input.holds(name)
    ? undefined
    : {
        code: 'NOT_ALLOWED',
        reason: `You need ${name} in ${input.environment.name}; your portal's policy decides who has it.`,
      };
}

const permission: Rule = (input, action) => {
  const needed = permissions[action];
  return needed === undefined ? undefined : needs(input, needed);
};

const clusterAway: Rule = input =>
  input.isStale || input.state.lifecycle === 'Unknown'
    ? { code: 'CLUSTER_UNREACHABLE', reason: 'Needs the cluster to answer.' }
    : undefined;

const otherEngine: Rule = ({ state }) => {
  const names: Record<string, string> = { flux: 'Flux', argocd: 'Argo CD' };
  const engine = names[state.owner.kind];
  return engine
    ? {
        code: 'OWNED_BY_OTHER_ENGINE',
        reason: `Change it where ${engine} reads it${
          state.owner.name ? ` (${state.owner.name})` : ''
        }.`,
      }
    : undefined;
};

const conflict: Rule = input => {
  if (input.state.sync !== 'Conflict') {
    return undefined;
  }
  const owner =
    input.boundTo !== undefined && input.boundTo !== input.entityRef
      ? input.boundTo
      : undefined;
  return {
    code: 'BINDING_CONFLICT',
    reason: owner
      ? `${owner} owns this release; only from there it can be changed.`
      : 'More than one entity declares this release; remove all declarations but one.',
  };
};

/** Nobody changes it then; but its owner may still get out of trouble. */
const conflictOfOthers: Rule = (input, action) =>
  input.boundTo !== undefined && input.boundTo === input.entityRef
    ? undefined
    : conflict(input, action);

export const adoption: Rule = input =>
  input.boundTo === undefined && input.state.lifecycle !== 'Absent'
    ? {
        code: 'ADOPTION_NEEDED',
        reason: 'It was not installed from here; adopt it first.',
      }
    : undefined;

export const busy: Rule = ({ activeOperation }, action) => {
  if (!activeOperation) {
    return undefined;
  }
  const isRescue = operationKinds.get(action)?.isRescue === true;
  if (isRescue && !isWorking(activeOperation)) {
    return undefined;
  }
  // It holds no place in the queue (DESIGN §6): another request may replace it.
  if (activeOperation.status === 'awaiting-approval') {
    return undefined;
  }
  const kind = operationKinds.get(activeOperation.kind);
  const state = isWorking(activeOperation) ? 'is running' : 'is waiting';
  return {
    code: 'RELEASE_BUSY',
    reason: `${kind?.verb ?? 'An operation'} ${
      activeOperation.id
    } ${state}; wait for it or cancel it.`,
  };
};

const foreignWork: Rule = ({ state, activeOperation, deployed }) =>
  state.lifecycle === 'Progressing' && !isWorking(activeOperation)
    ? {
        code: 'RELEASE_BUSY',
        reason: `A Helm outside the portal is working on revision ${
          deployed?.revision ?? '?'
        }; wait for it.`,
      }
    : undefined;

const isLocked = ({ lifecycle }: ReleaseState) =>
  lifecycle === 'Locked' || lifecycle === 'Uninstalling';

/** engines.md §2.6: only rollback and uninstall act on a pending release. */
const lock: Rule = ({ state, deployed }) =>
  isLocked(state)
    ? {
        code: 'RELEASE_LOCKED',
        reason: `Revision ${deployed?.revision ?? '?'} is ${
          deployed?.status ?? 'pending'
        }, which locks the release; Unlock… shows the ways out.`,
      }
    : undefined;

/** What acts on a locked release frees it. */
const freesToo: Rule = input =>
  isLocked(input.state) ? needs(input, UNLOCK) : undefined;

export const declaration: Rule = ({ problems }) => {
  const problem = problems[0];
  return (
    problem && {
      code: problem.code,
      reason: [problem.message, problem.wayOut].filter(Boolean).join(' '),
    }
  );
};

export const declared: Rule = ({ isDeclared }) =>
  isDeclared
    ? undefined
    : {
        code: 'NOT_DECLARED',
        reason: 'No entity declares it; declare it in the catalog first.',
      };

const target: Rule = input =>
  input.hasRollbackTarget
    ? undefined
    : {
        code: 'NOTHING_TO_ROLL_BACK_TO',
        reason: 'There is no earlier revision that was deployed.',
      };

const nothingFailed: Rule = ({ state }) =>
  state.lifecycle === 'Failed'
    ? {
        code: 'ACTION_NOT_POSSIBLE',
        reason: 'The newest revision failed; tests need a deployed one.',
      }
    : undefined;

/** For changes: what gets a team out of trouble is never frozen (DESIGN §6). */
const notFrozen: Rule = ({ environment, frozen, holds }) => {
  if (!frozen || holds(FREEZE_OVERRIDE)) {
    return undefined;
  }
  const { code, message, wayOut } = describeFreeze(environment.name, frozen);
  return { code, reason: `${message} ${wayOut}` };
};

const always = [readOnly, permissionsOff, permission, clusterAway];
export const owned = [...always, otherEngine, conflict];
export const rescued = [...always, otherEngine, conflictOfOthers];
const idle = [busy, foreignWork];

export const actionRules: Partial<Record<ActionName, Rule[]>> = {
  install: [...owned, notFrozen, ...idle, declared, declaration],
  deploy: [...owned, notFrozen, adoption, ...idle, lock, declared, declaration],
  // What gets a team out of trouble is not stopped by its declaration.
  rollback: [...rescued, freesToo, adoption, ...idle, target],
  uninstall: [...owned, notFrozen, freesToo, adoption, ...idle],
  test: [...rescued, adoption, ...idle, lock, nothingFailed],
  adopt: [...owned, notFrozen, ...idle, declared, declaration],
  unlock: [...rescued, adoption, ...idle],
  // The portal's own business: the cluster need not answer.
  'pause-sync': [permissionsOff, permission],
  'resume-sync': [permissionsOff, permission],
};

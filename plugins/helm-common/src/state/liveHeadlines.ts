import { operationKinds } from '../operations';
import { isWorking, type LiveOperation } from './deriveState';
import { since, type HeadlineRule } from './HeadlineContext';

const progressive: Record<string, string> = {
  install: 'Installing',
  upgrade: 'Upgrading',
  rollback: 'Rolling back',
  uninstall: 'Uninstalling',
  test: 'Testing',
  adopt: 'Adopting',
  unlock: 'Unlocking',
  'finish-uninstall': 'Uninstalling',
  reinstall: 'Reinstalling',
  rebuild: 'Rebuilding',
};

const foreignWork: Record<string, string> = {
  'pending-install': 'Installing',
  'pending-upgrade': 'Upgrading',
  'pending-rollback': 'Rolling back',
};

/** "Upgrade to 2.5.0", as a thing that can fail or wait. */
function nameOfOperation(operation: LiveOperation): string {
  const verb = operationKinds.get(operation.kind)?.verb ?? operation.kind;
  if (operation.toRevision !== undefined) {
    return `${verb} to revision ${operation.toRevision}`;
  }
  if (!operation.toVersion) {
    return verb;
  }
  return operation.kind === 'install'
    ? `${verb} ${operation.toVersion}`
    : `${verb} to ${operation.toVersion}`;
}

const uninstalling: HeadlineRule = (_, context) => {
  const { deployed, activeOperation } = context;
  const isOurs = isWorking(activeOperation);
  const age = deployed
    ? `Revision ${deployed.revision} has been uninstalling for ${since(
        context,
        deployed.updatedAt,
      )}`
    : 'It is being removed';
  return {
    state: 'Uninstalling',
    word: 'Uninstalling',
    tone: isOurs ? 'accent' : 'err',
    reason: isOurs
      ? context.progress ?? 'It is being removed'
      : `${age} and the portal is not working on it`,
  };
};

export const progressing: HeadlineRule = (state, context) => {
  const { activeOperation, deployed } = context;
  if (state.lifecycle === 'Uninstalling') {
    return uninstalling(state, context);
  }
  if (state.lifecycle !== 'Progressing') {
    return undefined;
  }
  const isOurs = isWorking(activeOperation);
  const word = isOurs
    ? progressive[activeOperation?.kind ?? '']
    : foreignWork[deployed?.status ?? ''];
  const foreign = deployed
    ? `Revision ${deployed.revision} has been ${deployed.status} for ${since(
        context,
        deployed.updatedAt,
      )}, by a Helm outside the portal`
    : 'A Helm outside the portal works on it';
  return {
    state: 'Progressing',
    word: word ?? 'Progressing',
    tone: 'accent',
    reason: isOurs
      ? context.progress ??
        `${activeOperation ? nameOfOperation(activeOperation) : 'It'} runs`
      : foreign,
  };
};

export const locked: HeadlineRule = (state, context) => {
  const { deployed } = context;
  return state.lifecycle === 'Locked' && deployed
    ? {
        state: 'Locked',
        word: 'Locked',
        tone: 'err',
        reason: `Revision ${deployed.revision} has been ${
          deployed.status
        } for ${since(
          context,
          deployed.updatedAt,
        )} and nothing is working on it`,
      }
    : undefined;
};

export const failed: HeadlineRule = (state, context) => {
  const { deployed } = context;
  return state.lifecycle === 'Failed' && deployed
    ? {
        state: 'Failed',
        word: 'Failed',
        tone: 'err',
        reason:
          context.failure ??
          `Revision ${deployed.revision}, chart ${deployed.chartVersion}, failed: ${deployed.description}`,
      }
    : undefined;
};

export const waiting: HeadlineRule = (_, context) => {
  const { activeOperation } = context;
  if (!activeOperation || isWorking(activeOperation)) {
    return undefined;
  }
  const name = nameOfOperation(activeOperation);
  return {
    state: 'Progressing',
    word: 'Waiting',
    tone: 'accent',
    reason:
      activeOperation.status === 'awaiting-approval'
        ? `${name} waits for approval`
        : `${name} waits for its turn`,
  };
};

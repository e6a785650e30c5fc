import type { HelmProblem } from '../errors';
import { operationKinds } from '../operations';
import type { LiveOperation, StateInput } from './deriveState';
import { isWorking } from './deriveState';
import { formatAge } from './formatDuration';
import type { Headline, ReleaseState } from './State';

/** What the sentence of a headline is made of. @public */
export interface HeadlineContext
  extends Pick<
    StateInput,
    'now' | 'deployed' | 'wanted' | 'declaredBy' | 'boundTo' | 'activeOperation'
  > {
  cluster: string;
  /** The cluster does not answer; what is known is old. */
  isStale?: boolean;
  /** What the current phase says: "Waiting for resources, step 5 of 6". */
  progress?: string;
  /** Why the last operation failed, in the app's terms. */
  failure?: string;
  driftedFields?: number;
  /** Problems of the declaration. */
  problems?: readonly Pick<HelmProblem, 'message'>[];
  /** Entity whose card this is; names the others in a conflict. */
  entityRef?: string;
}

type Rule = (
  state: ReleaseState,
  context: HeadlineContext,
) => Headline | undefined;

const engines: Record<string, string> = {
  flux: 'Flux',
  argocd: 'Argo CD',
};

const progressive: Record<string, string> = {
  install: 'Installing',
  upgrade: 'Upgrading',
  rollback: 'Rolling back',
  uninstall: 'Uninstalling',
  test: 'Testing',
  adopt: 'Adopting',
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
  return operation.toVersion ? `${verb} to ${operation.toVersion}` : verb;
}

function since(context: HeadlineContext, time: string): string {
  return formatAge(context.now - Date.parse(time));
}

const unknown: Rule = (state, context) => {
  if (context.isStale) {
    return {
      state: 'Unknown',
      word: 'Unknown',
      tone: 'mute',
      reason: `Cluster ${context.cluster} has not answered for ${since(
        context,
        state.observedAt,
      )}`,
    };
  }
  if (state.lifecycle === 'Unknown') {
    return {
      state: 'Unknown',
      word: 'Unknown',
      tone: 'mute',
      reason: context.deployed
        ? `Helm recorded revision ${context.deployed.revision} as ${context.deployed.status}`
        : `Cluster ${context.cluster} has not been read yet`,
    };
  }
  return undefined;
};

const unmanaged: Rule = state => {
  const engine = engines[state.owner.kind];
  return engine
    ? {
        state: 'Unmanaged',
        word: 'Unmanaged',
        tone: 'mute',
        reason: `${engine} owns this release${
          state.owner.name ? ` (${state.owner.name})` : ''
        }`,
      }
    : undefined;
};

const conflict: Rule = (state, context) => {
  if (state.sync !== 'Conflict') {
    return undefined;
  }
  const owners = [...context.declaredBy, context.boundTo ?? []].flat();
  const others = [...new Set(owners)].filter(ref => ref !== context.entityRef);
  const isBoundElsewhere =
    context.boundTo !== undefined && context.boundTo !== context.entityRef;
  return {
    state: 'Conflict',
    word: 'Conflict',
    tone: 'err',
    reason: isBoundElsewhere
      ? `${context.boundTo} owns this release`
      : `Declared by ${others.join(' and ')} too: nobody can change it here`,
  };
};

const progressing: Rule = (state, context) => {
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

const uninstalling: Rule = (_, context) => {
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

const locked: Rule = (state, context) => {
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

const failed: Rule = (state, context) => {
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

const brokenDeclaration: Rule = (_, context) => {
  const problem = context.problems?.[0];
  return problem
    ? {
        state: 'Unknown',
        word: 'Declaration',
        tone: 'err',
        reason: problem.message,
      }
    : undefined;
};

const waiting: Rule = (_, context) => {
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

const absent: Rule = (state, context) =>
  state.lifecycle === 'Absent'
    ? {
        state: 'Absent',
        word: 'Absent',
        tone: 'mute',
        reason: context.wanted
          ? `Nothing runs here yet. The catalog declares chart ${context.wanted.version}`
          : 'Nothing runs here',
      }
    : undefined;

const undeclared: Rule = (state, context) => {
  if (state.sync === 'Orphaned') {
    return {
      state: 'Orphaned',
      word: 'Orphaned',
      tone: 'warn',
      reason: `${
        context.boundTo ?? 'Its entity'
      } owns it but does not declare it any more`,
    };
  }
  if (state.sync === 'Undeclared') {
    return {
      state: 'Undeclared',
      word: 'Undeclared',
      tone: 'mute',
      reason: 'No entity of the catalog declares it',
    };
  }
  return undefined;
};

const paused: Rule = state =>
  state.sync === 'Paused'
    ? {
        state: 'Paused',
        word: 'Paused',
        tone: 'mute',
        reason: 'Automatic sync is paused',
      }
    : undefined;

const outOfSync: Rule = (state, { wanted, deployed }) => {
  if (state.sync !== 'OutOfSync') {
    return undefined;
  }
  const isSameVersion =
    wanted !== undefined &&
    deployed !== undefined &&
    wanted.version.replace(/^v/, '') ===
      deployed.chartVersion.replace(/^v/, '');
  return {
    state: 'OutOfSync',
    word: 'Out of sync',
    tone: 'warn',
    reason: isSameVersion
      ? `declared ${wanted.version} = deployed, values differ`
      : `declared ${wanted?.version ?? '?'} · deployed ${
          deployed?.chartVersion ?? 'nothing'
        }`,
  };
};

const drifted: Rule = (state, { driftedFields }) =>
  state.drift === 'Drifted'
    ? {
        state: 'Drifted',
        word: 'Drifted',
        tone: 'warn',
        reason: driftedFields
          ? `${driftedFields} ${
              driftedFields === 1 ? 'field' : 'fields'
            } drifted`
          : 'The cluster differs from what was deployed',
      }
    : undefined;

/** First match wins: what needs a person comes before what only differs. */
const precedence: Rule[] = [
  unknown,
  unmanaged,
  conflict,
  progressing,
  locked,
  failed,
  waiting,
  brokenDeclaration,
  absent,
  undeclared,
  paused,
  outOfSync,
  drifted,
];

/**
 * One word, tone and reason for a state (DESIGN §2, design/README.md).
 *
 * @public
 */
export function headline(
  state: ReleaseState,
  context: HeadlineContext,
): Headline {
  for (const rule of precedence) {
    const result = rule(state, context);
    if (result) {
      return result;
    }
  }
  return {
    state: 'InSync',
    word: 'In sync',
    tone: 'ok',
    reason: `declared ${
      context.wanted?.version ?? context.deployed?.chartVersion ?? ''
    } = deployed`,
  };
}

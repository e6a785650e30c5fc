import { since, type HeadlineRule } from './HeadlineContext';
import { failed, locked, progressing, waiting } from './liveHeadlines';

const engines: Record<string, string> = {
  flux: 'Flux',
  argocd: 'Argo CD',
};

const unknown: HeadlineRule = (state, context) => {
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

const unmanaged: HeadlineRule = state => {
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

const conflict: HeadlineRule = (state, context) => {
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

const brokenDeclaration: HeadlineRule = (_, context) => {
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

/** Owned, and no revision at all, not even an uninstalled one. */
const lost: HeadlineRule = (state, { boundTo, deployed, activeOperation }) =>
  state.lifecycle === 'Absent' && boundTo && !deployed && !activeOperation
    ? {
        state: 'Absent',
        word: 'Absent',
        tone: 'warn',
        reason: `${boundTo} owns it, but Helm has no record of it`,
      }
    : undefined;

const absent: HeadlineRule = (state, context) =>
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

const undeclared: HeadlineRule = (state, context) => {
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

const pausedBy = {
  rollback: 'Rolled back by',
  uninstall: 'Uninstalled by',
  person: 'Paused by',
};

const paused: HeadlineRule = (state, { sync }) =>
  state.sync === 'Paused'
    ? {
        state: 'Paused',
        word: 'Paused',
        tone: 'mute',
        reason: sync?.paused
          ? `${pausedBy[sync.paused.cause]} ${
              sync.paused.by
            }, automatic sync paused`
          : 'Automatic sync is paused',
      }
    : undefined;

const stopped: HeadlineRule = (state, { sync }) =>
  state.sync === 'OutOfSync' && sync?.stoppedBecause !== undefined
    ? {
        state: 'OutOfSync',
        word: 'Sync stopped',
        tone: 'err',
        reason: sync.stoppedBecause || 'Automatic sync gave up',
      }
    : undefined;

const held: HeadlineRule = (state, { sync }) =>
  state.sync === 'OutOfSync' && sync?.held !== undefined
    ? {
        state: 'OutOfSync',
        word: 'Held',
        tone: 'warn',
        reason: `More than ${sync.held} releases are to change at once: somebody has to review them`,
      }
    : undefined;

const outOfSync: HeadlineRule = (state, { wanted, deployed }) => {
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

const drifted: HeadlineRule = (state, { driftedFields }) =>
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
export const precedence: readonly HeadlineRule[] = [
  unknown,
  unmanaged,
  conflict,
  progressing,
  locked,
  failed,
  waiting,
  brokenDeclaration,
  lost,
  absent,
  undeclared,
  paused,
  stopped,
  held,
  outOfSync,
  drifted,
];

import {
  describeFreeze,
  operationKinds,
} from '@backstage-helm/plugin-helm-common';
import { isPending } from './ownWork';
import type { SyncFacts, SyncWait } from './SyncFacts';

const engines: Record<string, string> = { flux: 'Flux', argocd: 'Argo CD' };

type Rule = (facts: SyncFacts) => SyncWait | undefined;

const first =
  (rules: Rule[]): Rule =>
  facts => {
    for (const rule of rules) {
      const found = rule(facts);
      if (found) {
        return found;
      }
    }
    return undefined;
  };

const untrusted: Rule = ({ declaration, sync, environment }) =>
  declaration.isTrusted
    ? undefined
    : {
        code: 'SOURCE_NOT_TRUSTED',
        message: `${environment} does not follow declarations from ${
          declaration.sources[0]?.url ?? 'an unknown place'
        }.`,
        wayOut: sync.trustedLocations.length
          ? 'Deploy it by hand, or ask a platform engineer to add the place to sync.trustedLocations.'
          : 'Deploy it by hand.',
      };

const conflict: Rule = ({ state, boundTo, declaration }) =>
  state.sync === 'Conflict'
    ? {
        code: 'BINDING_CONFLICT',
        message:
          boundTo !== undefined && boundTo !== declaration.entityRef
            ? `It belongs to ${boundTo}.`
            : 'More than one entity declares it.',
        wayOut: 'Remove all declarations of it but one.',
      }
    : undefined;

const otherEngine: Rule = ({ state: { owner } }) =>
  owner.kind in engines
    ? {
        code: 'OWNED_BY_OTHER_ENGINE',
        message: `${engines[owner.kind]} drives this release${
          owner.name ? ` (${owner.name})` : ''
        }.`,
      }
    : undefined;

const notOurs: Rule = ({ boundTo, state, sync, environment }) => {
  if (boundTo !== undefined) {
    return undefined;
  }
  if (state.lifecycle === 'Absent') {
    return sync.install
      ? undefined
      : {
          code: 'ADOPTION_NEEDED',
          message: `Nothing is installed yet, and ${environment} installs nothing by itself.`,
          wayOut: 'Deploy it once; from then on it follows its declaration.',
        };
  }
  return state.lifecycle === 'Unknown'
    ? undefined
    : {
        code: 'ADOPTION_NEEDED',
        message: 'It was not installed from here.',
        wayOut: 'Adopt it; from then on it follows its declaration.',
      };
};

/** Why a target is not followed at all. */
export const whyOff = first([untrusted, conflict, otherEngine, notOurs]);

const away: Rule = ({ isAway, state }) =>
  isAway || state.lifecycle === 'Unknown'
    ? {
        code: 'CLUSTER_UNREACHABLE',
        message: 'The cluster does not answer.',
        wayOut: 'It goes on by itself when it does.',
      }
    : undefined;

const broken: Rule = ({ declaration: { problems } }) => problems[0];

const stale: Rule = ({ declaration: { staleBecause } }) =>
  staleBecause === undefined
    ? undefined
    : {
        code: 'FILE_UNREADABLE',
        message: `The declaration could not be read again: ${staleBecause}`,
        wayOut: 'It is read again soon.',
      };

const locked: Rule = ({ state: { lifecycle } }) =>
  lifecycle === 'Locked' || lifecycle === 'Uninstalling'
    ? {
        code: 'RELEASE_LOCKED',
        message: 'An operation that broke off locks the release.',
        wayOut: 'Unlock… shows the ways out.',
      }
    : undefined;

const gone: Rule = ({ boundTo, state, sync, environment }) =>
  boundTo !== undefined && state.lifecycle === 'Absent' && !sync.install
    ? {
        code: 'ACTION_NOT_POSSIBLE',
        message: `Nothing is installed any more, and ${environment} installs nothing by itself.`,
        wayOut: 'Deploy it once; from then on it follows its declaration.',
      }
    : undefined;

const overridden: Rule = ({ override }) =>
  override && {
    code: 'OVERRIDE_ACTIVE',
    message: `${override.by} overrides the declaration${
      override.expiresAt ? ` until ${override.expiresAt}` : ''
    }.`,
    wayOut: 'Deploy it as declared to end the override.',
  };

/** What has to end before anything is tried. */
export const blockedBy = first([away, broken, stale, locked, gone, overridden]);

/** What waits of our own is replaced. */
const busy: Rule = facts => {
  const { activeOperation: active } = facts;
  if (!active || isPending(facts)) {
    return undefined;
  }
  const verb = operationKinds.get(active.kind)?.verb ?? 'An operation';
  return {
    code: 'RELEASE_BUSY',
    message: `${verb} by ${active.requestedBy} is ${active.status}.`,
    wayOut: 'It goes on by itself when that has ended.',
  };
};

/** A Helm outside the portal is at work. */
const foreignWork: Rule = ({ state, activeOperation }) =>
  state.lifecycle === 'Progressing' && !activeOperation
    ? {
        code: 'RELEASE_BUSY',
        message: 'A Helm outside the portal works on it.',
        wayOut: 'It goes on by itself when that has ended.',
      }
    : undefined;

const dependency: Rule = ({ dependencies }) => {
  const waited = dependencies.filter(({ isReady }) => !isReady);
  return waited.length
    ? {
        code: 'DEPENDENCY_NOT_READY',
        message: `${waited
          .map(({ name }) => name)
          .join(', ')} must run as declared first.`,
        wayOut: 'It goes on by itself then.',
      }
    : undefined;
};

const frozen: Rule = facts =>
  facts.frozen && describeFreeze(facts.environment, facts.frozen);

/** What has to end before an operation is asked for. */
export const waitsFor = first([busy, foreignWork, dependency, frozen]);

import {
  applyOverride,
  deriveState,
  headline,
  type Headline,
  type HeadlineContext,
  type ReleaseState,
  type StateInput,
  type WantedRelease,
} from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from '../config/HelmConfig';
import type { Declaration } from '../declarations/Declaration';
import type { SecretPlace } from '../digest/comparableValues';
import { outsideLimitMs } from '../doctor/holder';
import { failureText, progressText } from './progressText';
import type { IndexedReleases, KnownRelease } from './ReleaseKnowledge';

export interface StateOptions {
  store: IndexedReleases;
  valuesDigest: (
    values: Record<string, unknown>,
    places?: readonly SecretPlace[],
  ) => string;
  now: () => number;
  /** When this process began to look. */
  startedAt: number;
}

/** A release's state and what a card says of it. */
export interface AssembledState {
  state: ReleaseState;
  headline: Headline;
  wanted?: WantedRelease;
  isStale: boolean;
}

/** Declaration with its active override: what should run. */
export function wantedRelease(
  declaration: Declaration | undefined,
  { override }: Pick<KnownRelease, 'override'>,
  valuesDigest: StateOptions['valuesDigest'],
): WantedRelease | undefined {
  if (!declaration?.chart || declaration.problems.length) {
    return undefined;
  }
  return {
    // An OCI chart's name may be a path; the chart itself has its last part.
    chartName: declaration.chart.name.split('/').at(-1)!,
    version: override?.version ?? declaration.chart.version,
    valuesDigest: override
      ? valuesDigest(
          applyOverride(declaration.values, override.patch),
          declaration.secretValues,
        )
      : declaration.valuesDigest,
  };
}

/** State and headline of a known release. `declaration` is the one asked about. */
export function assembleState(
  known: KnownRelease,
  environment: EnvironmentConfig,
  declaration: Declaration | undefined,
  options: StateOptions,
): AssembledState {
  const { store, now } = options;
  const status = store.status(environment.name);
  // In the first moment after a start nobody has asked the cluster yet.
  const isStale = !status.connected && status.problem !== undefined;
  const isObserved = store.isListed(known.ref) || known.deployed !== undefined;
  const wanted = wantedRelease(declaration, known, options.valuesDigest);
  const input: StateInput = {
    observedAt:
      status.lastContactAt ?? new Date(options.startedAt).toISOString(),
    now: now(),
    isObserved,
    deployed: known.deployed,
    deployedValuesDigest: known.facts?.valuesDigest,
    wanted,
    declaredBy: known.declared.map(entry => entry.entityRef),
    boundTo: known.binding?.entityRef,
    isPaused:
      environment.sync.mode === 'automatic' && known.sync?.pause !== undefined,
    activeOperation: known.activeOperation,
    owner: ownerOf(known),
    isLeftByUs: isLeftByUs(known),
    foreignTimeoutSeconds: outsideLimitMs(environment.defaults) / 1000,
  };
  const state = deriveState(input);
  const said = headline(state, {
    ...input,
    cluster: environment.cluster,
    isStale,
    entityRef: declaration?.entityRef,
    progress: progressText(known.activeOperation, now()),
    failure: failureText(known.lastOperation, known.deployed?.revision),
    problems: declaration?.problems,
    sync: saidOfSync(known, environment),
  });
  const refusal = store.namespaceProblem(known.ref);
  return {
    state,
    wanted,
    isStale,
    headline:
      !isObserved && status.connected && refusal
        ? { ...said, reason: refusal }
        : said,
  };
}

/** What a headline says of automatic sync. */
function saidOfSync(
  { sync }: KnownRelease,
  environment: EnvironmentConfig,
): HeadlineContext['sync'] {
  return (
    sync && {
      paused: sync.pause,
      stoppedBecause:
        sync.stoppedAt === undefined ? undefined : sync.failure ?? '',
      held:
        sync.waitsFor?.code === 'SYNC_HELD'
          ? environment.sync.maxChanges
          : undefined,
    }
  );
}

/**
 * A rollback of ours that broke off: its revision bears the labels of what it
 * was to restore, so its number tells.
 */
function isLeftByUs({
  deployed,
  lastOperation: last,
  activeOperation,
}: KnownRelease): boolean {
  if (!deployed || activeOperation || last?.revisionAfter === undefined) {
    return false;
  }
  return last.kind === 'rollback'
    ? last.revisionAfter === deployed.revision
    : last.followedBy !== undefined &&
        last.revisionAfter + 1 === deployed.revision;
}

function ownerOf({ binding, facts }: KnownRelease): ReleaseState['owner'] {
  if (facts?.owner.kind === 'flux' || facts?.owner.kind === 'argocd') {
    return { kind: facts.owner.kind, name: facts.owner.name };
  }
  return binding
    ? { kind: 'portal', name: binding.entityRef }
    : { kind: 'helm' };
}

import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from '../config/HelmConfig';
import type { Declaration } from '../declarations/Declaration';
import { freezeAt } from '../policy/freezes';
import type { KnownRelease } from '../releases/ReleaseKnowledge';
import { assembleState, type StateOptions } from '../releases/releaseState';
import { decideSync } from './decideSync';
import type { DependencyFacts, SyncFacts } from './SyncFacts';
import { isTrustedLocation } from './trustedLocation';

/** A release with the declaration that is meant to be followed. */
export interface SyncSubject {
  known: KnownRelease;
  declaration: Declaration;
}

/** Looks up what else there is; a dependency is in the same environment. */
export type FindSubject = (
  ref: ReleaseRef,
) => Promise<SyncSubject | undefined> | SyncSubject | undefined;

/** Everything that is decided on, of one target. */
export async function gatherFacts(
  subject: SyncSubject,
  environment: EnvironmentConfig,
  now: number,
  find: FindSubject,
  options: StateOptions,
): Promise<SyncFacts> {
  const facts = factsOf(subject, environment, now, options);
  const dependencies: DependencyFacts[] = [];
  for (const { release } of subject.declaration.dependsOn ?? []) {
    if (!release) {
      // It means nothing, which is a warning: nothing is waited for.
      continue;
    }
    const other = await find(release);
    dependencies.push({
      name: release.name,
      isReady:
        other !== undefined &&
        isReady(factsOf(other, environment, now, options)),
    });
  }
  return { ...facts, dependencies };
}

function factsOf(
  { known, declaration }: SyncSubject,
  environment: EnvironmentConfig,
  now: number,
  options: StateOptions,
): SyncFacts {
  const { state, isStale } = assembleState(
    known,
    environment,
    declaration,
    options,
  );
  const { sync } = environment;
  return {
    now,
    sync,
    environment: environment.name,
    frozen: freezeAt(environment.freeze, now),
    declaration: {
      ...declaration,
      isTrusted: isTrustedLocation(
        declaration.sources[0]?.url,
        sync.trustedLocations,
      ),
    },
    boundTo: known.binding?.entityRef,
    state,
    isAway: isStale,
    override: known.override,
    activeOperation: known.activeOperation,
    row: known.sync,
    dependencies: [],
  };
}

/** It runs, and as it is declared where that is followed. */
function isReady(facts: SyncFacts): boolean {
  const { phase } = decideSync(facts).status;
  return (
    facts.state.lifecycle === 'Deployed' &&
    facts.activeOperation === undefined &&
    ['off', 'paused', 'synced'].includes(phase)
  );
}

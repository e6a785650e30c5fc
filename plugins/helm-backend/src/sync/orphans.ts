import type { EnvironmentConfig } from '../config/HelmConfig';
import { freezeAt } from '../policy/freezes';
import type { KnownRelease } from '../releases/ReleaseKnowledge';
import { assembleState, type StateOptions } from '../releases/releaseState';
import { decideOrphan } from './decideOrphan';

/** A release whose entity declares it no more, with what becomes of it. */
export interface OrphanNow {
  known: KnownRelease;
  decision: ReturnType<typeof decideOrphan>;
}

/** Releases of an environment that their entities declare no more. */
export function orphansOf(
  all: KnownRelease[],
  environment: EnvironmentConfig,
  now: number,
  options: StateOptions,
): OrphanNow[] {
  // A catalog that declares nothing at all has not been read.
  const isCatalogSound = all.some(({ declared }) => declared.length > 0);
  return all.flatMap(known => {
    const { binding, declared } = known;
    if (binding?.environment !== environment.name || declared.length) {
      return [];
    }
    const { state, isStale } = assembleState(
      known,
      environment,
      undefined,
      options,
    );
    const decision = decideOrphan({
      now,
      sync: environment.sync,
      boundTo: binding.entityRef,
      isCatalogSound,
      isUninstallable:
        !isStale &&
        !environment.readOnly &&
        (state.lifecycle === 'Deployed' || state.lifecycle === 'Failed') &&
        state.owner.kind === 'portal',
      isFrozen: freezeAt(environment.freeze, now) !== undefined,
      activeOperation: known.activeOperation,
      row: known.sync,
    });
    return [{ known, decision }];
  });
}

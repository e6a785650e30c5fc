import type { SyncStatus } from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from '../config/HelmConfig';
import type { Declaration } from '../declarations/Declaration';
import { ownDeclaration } from '../releases/knowReleases';
import {
  knowRelease,
  type KnownRelease,
  type ReleaseKnowledge,
} from '../releases/ReleaseKnowledge';
import type { StateOptions } from '../releases/releaseState';
import { decideSync } from './decideSync';
import { gatherFacts } from './gatherFacts';

/** What automatic sync does with one target, by the same rules that it acts by. */
export type ReadSyncStatus = (
  known: KnownRelease,
  environment: EnvironmentConfig,
  declaration: Declaration | undefined,
) => Promise<SyncStatus>;

export function createStatusReader(
  options: Omit<StateOptions, 'store'> & { knowledge: ReleaseKnowledge },
): ReadSyncStatus {
  const { knowledge } = options;
  return async (known, environment, declaration) => {
    if (environment.sync.mode === 'manual') {
      return { mode: 'manual', phase: 'off' };
    }
    if (!declaration) {
      return {
        mode: 'automatic',
        phase: 'off',
        detail: 'Nothing declares it.',
        paused: known.sync?.pause,
      };
    }
    const facts = await gatherFacts(
      { known, declaration },
      environment,
      options.now(),
      async ref => {
        const other = await knowRelease(knowledge, ref);
        const its = ownDeclaration(other);
        return its && { known: other, declaration: its };
      },
      { ...options, store: knowledge.store },
    );
    return decideSync(facts).status;
  };
}

import type {
  EnvironmentSync,
  ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from '../config/HelmConfig';
import type { SyncHold } from './syncHolds';

/** How an environment follows its declarations, and what its brake holds. */
export function environmentSync(
  { sync }: Pick<EnvironmentConfig, 'sync'>,
  hold: SyncHold | undefined,
  readable: ReleaseRef[],
): EnvironmentSync {
  const { mode, install, maxChanges } = sync;
  return {
    mode,
    install,
    maxChanges,
    ...(hold?.held.length && {
      held: {
        since: new Date(hold.since).toISOString(),
        changes: hold.held.length,
        releases: readable,
        digest: hold.digest,
      },
    }),
  };
}

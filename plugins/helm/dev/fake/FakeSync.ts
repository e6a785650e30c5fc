import {
  HelmApiError,
  type EnvironmentSync,
  type ReleaseRef,
  type SyncStatus,
  type Target,
} from '@backstage-helm/plugin-helm-common';
import { ago } from './ago';
import { syncedEnvironments, syncs } from './syncs';

/** Automatic sync in memory: what is paused stays so until it is resumed. */
export class FakeSync {
  targets = syncs;
  environments = syncedEnvironments;

  pause({ name }: ReleaseRef, reason?: string): SyncStatus {
    return this.#set(name, 'resume-sync', {
      mode: 'automatic',
      phase: 'paused',
      paused: { cause: 'person', by: 'user:default/dana', at: ago(0), reason },
    });
  }

  resume({ name }: ReleaseRef): SyncStatus {
    return this.#set(name, 'pause-sync', {
      mode: 'automatic',
      phase: 'pending',
    });
  }

  /** Lets go on what was looked at: the digest names it. */
  continue(digest: string): EnvironmentSync {
    const environment = this.environments.find(({ sync }) => sync?.held);
    if (environment?.sync?.held?.digest !== digest) {
      throw new HelmApiError(
        {
          code: 'SYNC_HELD',
          message: 'Other changes wait than those that you looked at.',
        },
        { status: 409 },
      );
    }
    const sync = { ...environment.sync, held: undefined };
    this.environments = this.environments.map(entry =>
      entry === environment ? { ...entry, sync } : entry,
    );
    return sync;
  }

  #set(
    name: string,
    then: 'pause-sync' | 'resume-sync',
    syncStatus: SyncStatus,
  ): SyncStatus {
    this.targets = this.targets.map(target =>
      target.release?.name === name
        ? { ...target, syncStatus, actions: withSync(target, then) }
        : target,
    );
    return syncStatus;
  }
}

function withSync(target: Target, then: 'pause-sync' | 'resume-sync') {
  const others = target.actions.filter(
    ({ action }) => action !== 'pause-sync' && action !== 'resume-sync',
  );
  return [...others, { action: then, allowed: true }];
}

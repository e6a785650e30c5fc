import type { SyncStatus, Target } from '@backstage-helm/plugin-helm-common';
import type { Tone } from '../../theme/tokens';
import type { IconName } from '../Base/iconShapes';

const looks: Record<SyncStatus['phase'], { tone: Tone; icon: IconName }> = {
  off: { tone: 'mute', icon: 'unmanaged' },
  synced: { tone: 'mute', icon: 'git' },
  pending: { tone: 'accent', icon: 'clock' },
  working: { tone: 'accent', icon: 'progress' },
  waiting: { tone: 'mute', icon: 'clock' },
  held: { tone: 'warn', icon: 'pause' },
  'backing-off': { tone: 'warn', icon: 'clock' },
  stopped: { tone: 'err', icon: 'stop' },
  paused: { tone: 'warn', icon: 'pause' },
};

/** Tone and icon of what automatic sync does with a target. */
export function syncLook(phase: SyncStatus['phase']) {
  return looks[phase];
}

/** What automatic sync does here, where it is meant to act at all. */
export function automaticSync({ syncStatus }: Target): SyncStatus | undefined {
  return syncStatus?.mode === 'automatic' ? syncStatus : undefined;
}

const remarkable = new Set<SyncStatus['phase']>([
  'waiting',
  'held',
  'backing-off',
  'stopped',
  'paused',
]);

/** Whether automatic sync does not do here what somebody may wait for. */
export function needsWords(target: Target): boolean {
  const sync = automaticSync(target);
  if (!sync) {
    return false;
  }
  // Nobody waits where the place is not followed, or where all is as declared.
  return sync.phase === 'off'
    ? isMeantToFollow(sync) && target.state.sync === 'OutOfSync'
    : remarkable.has(sync.phase);
}

/** Off for a reason that somebody here can lift: what its environment trusts is not one. */
export function isMeantToFollow({ phase, waitsFor }: SyncStatus): boolean {
  return phase !== 'off' || (waitsFor?.code ?? '') !== 'SOURCE_NOT_TRUSTED';
}

import type { Diagnosis } from '@backstage-helm/plugin-helm-common';
import type { Tone } from '../../theme/tokens';
import type { IconName } from '../Base/iconShapes';

const locked = { tone: 'err', icon: 'lock' } as const;

const looks: Record<Diagnosis, { tone: Tone; icon: IconName }> = {
  Healthy: { tone: 'ok', icon: 'tick' },
  Working: { tone: 'accent', icon: 'progress' },
  PendingInstall: locked,
  PendingUpgrade: locked,
  PendingRollback: locked,
  Uninstalling: { tone: 'err', icon: 'trash' },
  FailedFirstInstall: { tone: 'err', icon: 'cross' },
  NoRollbackTarget: { tone: 'err', icon: 'cross' },
  LostState: { tone: 'err', icon: 'question' },
};

/** Tone and icon of a diagnosis. */
export function doctorLook(diagnosis: Diagnosis): {
  tone: Tone;
  icon: IconName;
} {
  return looks[diagnosis];
}

const icons: Record<Tone, IconName> = {
  err: 'cross',
  warn: 'warn',
  accent: 'progress',
  ok: 'tick',
  mute: 'info',
};

/** Icon of one thing that was found: what holds the release up bears its diagnosis. */
export function findingIcon(tone: Tone, diagnosis: Diagnosis): IconName {
  return tone === 'err' ? looks[diagnosis].icon : icons[tone];
}

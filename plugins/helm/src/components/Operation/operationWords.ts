import {
  operationKinds,
  type Operation,
  type OperationStatus,
} from '@backstage-helm/plugin-helm-common';
import type { Tone } from '../../theme/tokens';
import type { Text } from '../../hooks/useText';
import type { IconName } from '../Base/iconShapes';

const kindsWithWords = [
  'install',
  'upgrade',
  'rollback',
  'uninstall',
  'test',
  'adopt',
] as const;

/** Kinds that the plugin has sentences for; the set of kinds itself is open. */
export type WordedKind = (typeof kindsWithWords)[number];

/** The kind, when there are sentences for it. */
export function wordedKind(kind: string): WordedKind | undefined {
  return kindsWithWords.find(known => known === kind);
}

const rescues = {
  unlock: 'unlock',
  'finish-uninstall': 'finishUninstall',
  reinstall: 'reinstall',
  rebuild: 'rebuild',
} as const;

/** The kind as its verb is named among the sentences. */
export function namedKind(
  kind: string,
): WordedKind | (typeof rescues)[keyof typeof rescues] | undefined {
  return wordedKind(kind) ?? rescues[kind as keyof typeof rescues];
}

/** "Upgrade", or the verb that the kind's registry has. */
export function kindVerb(t: Text, kind: string): string {
  const named = namedKind(kind);
  return named
    ? t(`base.kind.${named}`)
    : operationKinds.get(kind)?.verb ?? kind;
}

/** "Upgrade to 2.4.0", "Roll back to revision 28", "Test". */
export function operationTitle(
  t: Text,
  operation: Pick<Operation, 'kind' | 'toVersion' | 'toRevision'>,
): string {
  const verb = kindVerb(t, operation.kind);
  const { kind, toVersion, toRevision } = operation;
  if (kind === 'rollback' && toRevision !== undefined) {
    return t('base.title.toRevision', { verb, revision: String(toRevision) });
  }
  if (kind === 'install' && toVersion) {
    return t('base.title.ofVersion', { verb, version: toVersion });
  }
  if (kind === 'upgrade' && toVersion) {
    return t('base.title.toVersion', { verb, version: toVersion });
  }
  return verb;
}

const looks: Record<OperationStatus, { tone: Tone; icon: IconName }> = {
  'awaiting-approval': { tone: 'accent', icon: 'shield' },
  queued: { tone: 'accent', icon: 'clock' },
  running: { tone: 'accent', icon: 'progress' },
  'handed-over': { tone: 'accent', icon: 'progress' },
  succeeded: { tone: 'ok', icon: 'tick' },
  'rolled-back': { tone: 'err', icon: 'cross' },
  failed: { tone: 'err', icon: 'cross' },
  denied: { tone: 'err', icon: 'lock' },
  cancelled: { tone: 'mute', icon: 'stop' },
  superseded: { tone: 'mute', icon: 'unmanaged' },
  expired: { tone: 'mute', icon: 'clock' },
  interrupted: { tone: 'err', icon: 'warn' },
  dead: { tone: 'err', icon: 'cross' },
};

const words = {
  'awaiting-approval': 'base.status.awaitingApproval',
  queued: 'base.status.queued',
  running: 'base.status.running',
  'handed-over': 'base.status.handedOver',
  succeeded: 'base.status.succeeded',
  'rolled-back': 'base.status.rolledBack',
  failed: 'base.status.failed',
  denied: 'base.status.denied',
  cancelled: 'base.status.cancelled',
  superseded: 'base.status.superseded',
  expired: 'base.status.expired',
  interrupted: 'base.status.interrupted',
  dead: 'base.status.dead',
} as const;

/** Tone, icon and word of an operation's status. */
export function statusLook(t: Text, status: OperationStatus) {
  return { ...looks[status], word: t(words[status]) };
}

/** Statuses that a person has to look at. */
export function isBad(status: OperationStatus): boolean {
  return looks[status].tone === 'err';
}

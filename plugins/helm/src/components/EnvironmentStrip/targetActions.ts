import type { ReleaseAction, Target } from '@backstage-helm/plugin-helm-common';
import type { Text } from '../../hooks/useText';
import { isStuck } from './isStuck';

/** A step that the strip offers: what it says, and the address that starts it. */
export interface OfferedAction {
  action: ReleaseAction['action'];
  label: string;
  allowed: boolean;
  reason?: string;
}

type Changing = Exclude<ReleaseAction['action'], 'view-operation'>;

const held = new Set<Target['state']['lifecycle']>(['Locked', 'Uninstalling']);

function label(
  t: Text,
  action: Changing,
  version: string | undefined,
  target: Target,
): string {
  switch (action) {
    case 'unlock':
      return held.has(target.state.lifecycle)
        ? t('strip.action.unlock')
        : t('strip.action.waysOut');
    case 'install':
      return version
        ? t('strip.action.install', { version })
        : t('strip.action.installAny');
    case 'deploy':
      return t('strip.action.deploy');
    default:
      return t(`strip.action.${action}`);
  }
}

/** Order in which a card's one button is chosen. */
const precedence: Changing[] = [
  'unlock',
  'adopt',
  'install',
  'deploy',
  'rollback',
];

/**
 * The card's one button and the menu with the rest. The server decided what is
 * allowed; what it left out could never apply here.
 */
export function targetActions(
  t: Text,
  target: Target,
): { primary?: OfferedAction; rest: OfferedAction[] } {
  const declared = target.override?.version ?? target.declared?.version;
  const offered: OfferedAction[] = target.actions.flatMap(entry =>
    entry.action === 'view-operation'
      ? []
      : [
          {
            action: entry.action,
            label: label(t, entry.action, declared, target),
            allowed: entry.allowed,
            reason: entry.reason,
          },
        ],
  );
  if (target.activeOperation && !isStuck(target)) {
    return {
      primary: {
        action: 'view-operation',
        label: t('strip.action.viewOperation'),
        allowed: true,
      },
      rest: offered,
    };
  }
  const chosen = precedence
    .map(wanted => offered.find(entry => entry.action === wanted))
    .find(entry => entry !== undefined);
  const isBehind =
    chosen?.action === 'deploy' &&
    declared !== undefined &&
    declared !== target.deployed?.chartVersion;
  return {
    primary: isBehind
      ? {
          ...chosen,
          label: t('strip.action.deployVersion', { version: declared }),
        }
      : chosen,
    rest: offered.filter(entry => entry !== chosen),
  };
}

import type { ReleaseAction, Target } from '@backstage-helm/plugin-helm-common';

/** Names in the address that an open dialog or view of all environments uses. */
export const dialogNames = [
  'deploy',
  'step',
  'plan',
  'rollback',
  'uninstall',
  'test',
  'adopt',
  'unlock',
  'way',
  'pause-sync',
  'view',
  'keys',
] as const;

/** Drops every open dialog from the address. */
export const closedDialogs: Record<string, undefined> = Object.fromEntries(
  dialogNames.map(name => [name, undefined]),
);

/** The change of the address that opens the dialog of an action. */
export function startAction(
  action: ReleaseAction['action'],
  key: string,
  target: Target,
): Record<string, string | undefined> {
  const base = { ...closedDialogs, env: key };
  switch (action) {
    case 'install':
    case 'deploy':
      return {
        ...base,
        deploy: target.override?.version ?? target.declared?.version ?? '',
        // What is declared is at once seen against what is deployed.
        step: isBehindDeclaration(action, target) ? 'review' : 'version',
      };
    case 'rollback':
      return target.lastGoodRevision
        ? { ...base, rollback: String(target.lastGoodRevision) }
        : { ...base, tab: 'history' };
    case 'uninstall':
      return { ...base, uninstall: '1' };
    case 'test':
      return { ...base, test: '1' };
    case 'adopt':
      return { ...base, adopt: '1' };
    case 'unlock':
      return { ...base, unlock: '' };
    case 'pause-sync':
      return { ...base, 'pause-sync': '1' };
    default:
      return base;
  }
}

function isBehindDeclaration(
  action: 'install' | 'deploy',
  { declared, state, override }: Target,
): boolean {
  return (
    action === 'deploy' &&
    declared !== undefined &&
    override === undefined &&
    ['OutOfSync', 'Paused'].includes(state.sync)
  );
}

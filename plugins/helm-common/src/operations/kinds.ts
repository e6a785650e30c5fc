/**
 * What the rest of the program must know of an operation kind. Kinds are an
 * open set: a row holds the key as text.
 *
 * @public
 */
export interface OperationKind {
  key: string;
  /** Verb for buttons and sentences: "Upgrade". */
  verb: string;
  /** Past tense: "Upgraded". */
  past: string;
  /** Permission that a requester needs. */
  permission: string;
  /** Permissions that it needs besides, because it does the work of others too. */
  alsoNeeds: readonly string[];
  /**
   * Overtakes waiting changes and is not blocked by freezes or approvals
   * (DESIGN §6). Of a rollback only to a revision that succeeded.
   */
  isRescue: boolean;
  /** May be signalled (SIGTERM) while running (DESIGN §6, Signals). */
  isCancellableWhileRunning: boolean;
  /** Writes a new revision on success. */
  makesRevision: boolean;
  needsReason: boolean;
}

function kind(
  key: string,
  verb: string,
  past: string,
  permission: string,
  traits: Partial<OperationKind> = {},
): OperationKind {
  return {
    key,
    verb,
    past,
    permission,
    alsoNeeds: [],
    isRescue: false,
    isCancellableWhileRunning: false,
    makesRevision: false,
    needsReason: true,
    ...traits,
  };
}

const kinds = [
  kind('install', 'Install', 'Installed', 'helm.release.deploy', {
    isCancellableWhileRunning: true,
    makesRevision: true,
  }),
  kind('upgrade', 'Upgrade', 'Upgraded', 'helm.release.deploy', {
    isCancellableWhileRunning: true,
    makesRevision: true,
  }),
  kind('rollback', 'Roll back', 'Rolled back', 'helm.release.rollback', {
    isRescue: true,
    makesRevision: true,
  }),
  kind('uninstall', 'Uninstall', 'Uninstalled', 'helm.release.uninstall'),
  kind('test', 'Test', 'Tested', 'helm.release.test', {
    isCancellableWhileRunning: true,
    needsReason: false,
    isRescue: true,
  }),
  kind('adopt', 'Adopt', 'Adopted', 'helm.release.adopt'),
  // The ways out of a stuck release (engines.md §2.6, §6).
  kind('unlock', 'Unlock', 'Unlocked', 'helm.release.unlock', {
    isRescue: true,
  }),
  kind(
    'finish-uninstall',
    'Finish the uninstall',
    'Uninstalled',
    'helm.release.unlock',
    { isRescue: true },
  ),
  kind('reinstall', 'Reinstall', 'Reinstalled', 'helm.release.unlock', {
    alsoNeeds: ['helm.release.uninstall', 'helm.release.deploy'],
  }),
  kind('rebuild', 'Rebuild', 'Rebuilt', 'helm.release.unlock', {
    alsoNeeds: ['helm.release.deploy'],
    isRescue: true,
    makesRevision: true,
  }),
];

/** @public */
export const operationKinds: ReadonlyMap<string, OperationKind> = new Map(
  kinds.map(entry => [entry.key, entry]),
);

/**
 * Rescues that the owner of a release may run although another entity declares
 * it too: none of them brings anything that was not there.
 *
 * @public
 */
export function isOwnersRescue(key: string): boolean {
  const known = operationKinds.get(key);
  return known?.isRescue === true && known.alsoNeeds.length === 0;
}

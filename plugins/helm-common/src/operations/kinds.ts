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
  /** Overtakes waiting changes and is not blocked by freezes or approvals. */
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
];

/** @public */
export const operationKinds: ReadonlyMap<string, OperationKind> = new Map(
  kinds.map(entry => [entry.key, entry]),
);

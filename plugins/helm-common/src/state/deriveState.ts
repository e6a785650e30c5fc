import type { OperationStatus } from '../operations';
import type { Revision } from '../releases';
import type { ReleaseState } from './State';

/** What is wanted: declaration with its active override. @public */
export interface WantedRelease {
  chartName: string;
  version: string;
  /** Digest of the values, by the same key as `deployedValuesDigest`. */
  valuesDigest: string;
}

/** What a state needs to know of an operation. @public */
export interface LiveOperation {
  id: string;
  kind: string;
  status: OperationStatus;
  toVersion?: string;
  toRevision?: number;
  requestedBy?: string;
}

/** Everything that a release's state follows from. @public */
export interface StateInput {
  /** ISO time of the observation. */
  observedAt: string;
  /** Milliseconds. */
  now: number;
  /** False until the cluster was read once: then nothing is known. */
  isObserved: boolean;
  /** Newest revision in storage; absent = none. */
  deployed?: Revision;
  /** Digest of the values of the newest revision. */
  deployedValuesDigest?: string;
  /** Absent when nothing is declared, or it could not be read. */
  wanted?: WantedRelease;
  /** Entities that declare this release. */
  declaredBy: readonly string[];
  /** The entity that owns it. */
  boundTo?: string;
  isPaused?: boolean;
  /** Operation of the portal that is not over. */
  activeOperation?: LiveOperation;
  owner: ReleaseState['owner'];
  drift?: ReleaseState['drift'];
  health?: ReleaseState['health'];
  /**
   * The newest revision was left by an operation of the portal that is over, by
   * other signs than its label.
   */
  isLeftByUs?: boolean;
  /** How long a foreign Helm may work on a revision; default ten minutes. */
  foreignTimeoutSeconds?: number;
}

const DEFAULT_FOREIGN_TIMEOUT_SECONDS = 600;

/** Whether an engine works on it now, as opposed to waiting for its turn. */
export function isWorking(operation: LiveOperation | undefined): boolean {
  return operation?.status === 'running' || operation?.status === 'handed-over';
}

function isYoung(input: StateInput, deployed: Revision): boolean {
  const timeout =
    input.foreignTimeoutSeconds ?? DEFAULT_FOREIGN_TIMEOUT_SECONDS;
  return input.now - Date.parse(deployed.updatedAt) < timeout * 1000;
}

function lifecycleOf(input: StateInput): ReleaseState['lifecycle'] {
  const { deployed, activeOperation } = input;
  if (!input.isObserved) {
    return 'Unknown';
  }
  if (isWorking(activeOperation) && activeOperation?.kind !== 'test') {
    return /^(finish-)?uninstall$/.test(activeOperation?.kind ?? '')
      ? 'Uninstalling'
      : 'Progressing';
  }
  switch (deployed?.status) {
    case undefined:
    case 'uninstalled':
      return 'Absent';
    case 'deployed':
      return 'Deployed';
    case 'failed':
      return 'Failed';
    case 'uninstalling':
      return 'Uninstalling';
    case 'pending-install':
    case 'pending-upgrade':
      // Made by an operation of ours that is over: nobody works on it.
      return deployed.operationId === undefined && isYoung(input, deployed)
        ? 'Progressing'
        : 'Locked';
    case 'pending-rollback':
      // A rollback bears the labels of what it restores, so these tell nothing.
      return !input.isLeftByUs && isYoung(input, deployed)
        ? 'Progressing'
        : 'Locked';
    default:
      return 'Unknown';
  }
}

function isAsWanted(input: StateInput, wanted: WantedRelease): boolean {
  const { deployed } = input;
  const withoutV = (version: string) => version.replace(/^v/, '');
  return (
    deployed !== undefined &&
    deployed.status !== 'uninstalled' &&
    deployed.chartName === wanted.chartName &&
    withoutV(deployed.chartVersion) === withoutV(wanted.version) &&
    input.deployedValuesDigest === wanted.valuesDigest
  );
}

function syncOf(input: StateInput): ReleaseState['sync'] {
  const { declaredBy, boundTo, wanted } = input;
  const isForeign =
    boundTo !== undefined &&
    declaredBy.length > 0 &&
    !declaredBy.includes(boundTo);
  if (declaredBy.length > 1 || isForeign) {
    return 'Conflict';
  }
  if (declaredBy.length === 0) {
    return boundTo === undefined ? 'Undeclared' : 'Orphaned';
  }
  if (input.isPaused) {
    return 'Paused';
  }
  return wanted && isAsWanted(input, wanted) ? 'InSync' : 'OutOfSync';
}

/**
 * The state of one release (DESIGN §2), from the newest revision's payload,
 * our own operation, and the declaration. Pure.
 *
 * @public
 */
export function deriveState(input: StateInput): ReleaseState {
  return {
    lifecycle: lifecycleOf(input),
    sync: syncOf(input),
    drift: input.drift ?? 'Unchecked',
    health: input.health ?? 'Unknown',
    owner: input.owner,
    observedAt: input.observedAt,
  };
}

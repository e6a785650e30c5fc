import type { HelmErrorCode } from '@backstage-helm/plugin-helm-common';
import type { HelmFailure } from '../../helm';
import type { StoredRevision } from '../../releases/ReleaseStore';

/** What the storage held before and after, and how Helm ended, if we know. */
export interface Evidence {
  kind: string;
  operationId: string;
  /** Revision that the operation was to make, or to act on. */
  expectedRevision: number;
  toRevision?: number;
  keepHistory: boolean;
  before: { revision: number; status: string };
  /** The expected revision where it exists, else the newest; undefined = none. */
  after?: Pick<
    StoredRevision,
    'revision' | 'status' | 'operationId' | 'rollbackTo' | 'description'
  >;
  /** Absent in a recovery: nobody saw how Helm ended. */
  exit?: { code?: number; failure: HelmFailure };
  cancelRequested: boolean;
}

/** How it ended, by the storage. */
export interface Verdict {
  status: 'succeeded' | 'failed' | 'cancelled' | 'interrupted';
  code: HelmErrorCode | 'DONE' | 'CANCELLED';
  changed: boolean;
}

const pending = /^(pending-|uninstalling$)/;

/**
 * The truth is the cluster's (DESIGN §6): exit code and output only say why,
 * never whether. Helm exits with 0 without having recorded anything, and with
 * 1 after having deployed (engines.md §2.6).
 */
export function verdict(evidence: Evidence): Verdict {
  switch (evidence.kind) {
    case 'install':
    case 'upgrade':
    case 'rollback':
    case 'rebuild':
      return ofRevision(evidence);
    case 'uninstall':
    case 'finish-uninstall':
    case 'reinstall':
      return ofUninstall(evidence);
    case 'unlock':
      return ofUnlock(evidence);
    default:
      return ofTest(evidence);
  }
}

function unchanged({ exit, cancelRequested }: Evidence): Verdict {
  if (cancelRequested) {
    return { status: 'cancelled', code: 'CANCELLED', changed: false };
  }
  return {
    status: exit ? 'failed' : 'interrupted',
    code: exit?.failure.code ?? 'INTERRUPTED',
    changed: false,
  };
}

/** What Helm itself writes of an install or upgrade that nobody described. */
const otherVerb = /^(?:Install|Initial install|Upgrade|Preparing upgrade)\b/;

/**
 * Whether the revision of the expected number is this operation's. Ours carry
 * our label from the moment that Helm makes them, so one without it is somebody
 * else's. Only a rollback copies the labels of the revision that it restores:
 * there Helm's own words tell.
 */
function isOurs(evidence: Evidence): boolean {
  const { kind, after, operationId, toRevision } = evidence;
  if (kind !== 'rollback' || after?.operationId === operationId) {
    return after?.operationId === operationId;
  }
  return after?.rollbackTo === undefined
    ? !otherVerb.test(after?.description ?? '')
    : after.rollbackTo === toRevision;
}

function ofRevision(evidence: Evidence): Verdict {
  const { after, before, expectedRevision, exit } = evidence;
  if (!after || after.revision < expectedRevision) {
    const same =
      (after?.revision ?? 0) === before.revision &&
      (after?.status ?? 'absent') === before.status;
    return same
      ? unchanged(evidence)
      : { status: 'failed', code: 'BASE_CHANGED', changed: false };
  }
  if (!isOurs(evidence)) {
    return { status: 'failed', code: 'RELEASE_BUSY', changed: false };
  }
  if (after.status === 'deployed' || after.status === 'superseded') {
    return { status: 'succeeded', code: 'DONE', changed: true };
  }
  if (pending.test(after.status)) {
    return { status: 'interrupted', code: 'RELEASE_LOCKED', changed: true };
  }
  if (evidence.cancelRequested) {
    return { status: 'cancelled', code: 'CANCELLED', changed: true };
  }
  return {
    status: 'failed',
    code: exit?.failure.code ?? 'HELM_FAILED',
    changed: true,
  };
}

function ofUninstall(evidence: Evidence): Verdict {
  const { after, before, exit } = evidence;
  if (!after || after.status === 'uninstalled') {
    return { status: 'succeeded', code: 'DONE', changed: true };
  }
  if (after.revision === before.revision && after.status === before.status) {
    return unchanged(evidence);
  }
  return {
    status: exit ? 'failed' : 'interrupted',
    code: exit?.failure.code ?? 'RELEASE_LOCKED',
    changed: true,
  };
}

/**
 * Freed only if storage says so. Whoever else wrote the revision meanwhile was
 * at work after all.
 */
function ofUnlock({ after, before, exit }: Evidence): Verdict {
  if (after?.revision === before.revision && after.status === 'failed') {
    return { status: 'succeeded', code: 'DONE', changed: true };
  }
  const isSame =
    after?.revision === before.revision && after.status === before.status;
  if (isSame && !exit) {
    return { status: 'interrupted', code: 'INTERRUPTED', changed: false };
  }
  return { status: 'failed', code: 'STILL_AT_WORK', changed: false };
}

/** A test makes no revision: only Helm knows how it went. */
function ofTest({ exit, cancelRequested }: Evidence): Verdict {
  if (cancelRequested) {
    return { status: 'cancelled', code: 'CANCELLED', changed: false };
  }
  if (!exit) {
    return { status: 'interrupted', code: 'INTERRUPTED', changed: false };
  }
  return exit.code === 0
    ? { status: 'succeeded', code: 'DONE', changed: false }
    : { status: 'failed', code: 'TEST_FAILED', changed: false };
}

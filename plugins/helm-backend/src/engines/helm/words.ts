import {
  operationKinds,
  type OperationOutcome,
} from '@backstage-helm/plugin-helm-common';
import type { HelmFailure } from '../../helm';
import type { StoredRevision } from '../../releases/ReleaseStore';
import type { Verdict } from './verdict';

/** What an outcome tells of. */
export interface Story {
  kind: string;
  /** Version or revision aimed at. */
  toVersion?: string;
  toRevision?: number;
  verdict: Verdict;
  after?: StoredRevision;
  failure?: HelmFailure;
  explanation?: Pick<OperationOutcome, 'why' | 'evidence'>;
}

/** Put into Helm's own history, wherever it keeps it. */
export function describeOperation(operation: {
  kind: string;
  id: string;
  requestedBy: string;
  reason?: string;
}): string {
  const past = operationKinds.get(operation.kind)?.past ?? operation.kind;
  const why = operation.reason ? `: ${operation.reason}` : '';
  return `${past} by ${operation.requestedBy} (${operation.id})${why}`;
}

/** `Revision 5 (2.0.0) is deployed.` */
export function holdsNow(after: StoredRevision | undefined): string {
  if (!after) {
    return 'Nothing of this release is in the cluster.';
  }
  const name = `Revision ${after.revision} (${after.chartVersion})`;
  const states: Record<string, string> = {
    deployed: 'is deployed',
    failed: 'is recorded as failed; its objects are as far as it came',
    uninstalled: 'is uninstalled, its history is kept',
    uninstalling: 'is half uninstalled',
  };
  return `${name} ${
    states[after.status] ??
    (after.status.startsWith('pending-')
      ? 'is recorded as still in progress, and nobody works on it'
      : `is ${after.status}`)
  }.`;
}

/** `Install 1.1.0`, `Upgrade to 1.2.0`, `Roll back to revision 2`. */
function aim({ kind, toVersion, toRevision }: Story): string {
  if (toRevision !== undefined) {
    return ` to revision ${toRevision}`;
  }
  if (toVersion === undefined) {
    return '';
  }
  return kind === 'install' ? ` ${toVersion}` : ` to ${toVersion}`;
}

const ends: Record<Verdict['status'], string> = {
  succeeded: '',
  failed: 'failed',
  cancelled: 'cancelled',
  interrupted: 'interrupted',
};

function titleOf(story: Story): string {
  const kind = operationKinds.get(story.kind);
  const { verdict, after } = story;
  if (verdict.status !== 'succeeded') {
    return `${kind?.verb ?? story.kind}${aim(story)} ${ends[verdict.status]}`;
  }
  const as =
    kind?.makesRevision && after ? `, now revision ${after.revision}` : '';
  const version =
    story.toRevision !== undefined && after ? ` (${after.chartVersion})` : '';
  return `${kind?.past ?? story.kind}${aim(story)}${version}${as}`;
}

const next: Partial<Record<Verdict['code'], string>> = {
  RELEASE_LOCKED: 'Unlock… on the release shows the ways out that work.',
  WAIT_TIMEOUT: 'Mend the cause, or roll back.',
  HOOK_FAILED: 'Read the log of the hook, mend it, then deploy again.',
  INTERRUPTED: 'Look at the release, then try again.',
  TEST_FAILED: 'Read the log of the test, mend the cause, then test again.',
  CANCELLED: 'Deploy again, or roll back.',
  RELEASE_BUSY: 'Look at what they did, then plan again.',
  BASE_CHANGED: 'Plan again.',
  STILL_AT_WORK: 'Look at what they did, then plan again.',
};

function whyOf({ verdict, failure, explanation }: Story): string | undefined {
  if (verdict.status === 'succeeded') {
    return undefined;
  }
  if (verdict.code === 'CANCELLED') {
    return 'It was cancelled while it ran.';
  }
  if (verdict.code === 'STILL_AT_WORK') {
    return 'Somebody else wrote the revision in the same moment: they were at work after all.';
  }
  if (verdict.code === 'RELEASE_BUSY' || verdict.code === 'BASE_CHANGED') {
    return 'Someone else changed this release at the same moment.';
  }
  if (verdict.status === 'interrupted') {
    return 'Helm ended without recording how it went.';
  }
  return explanation?.why ?? failure?.message;
}

/** The outcome in words. Not redacted. */
export function outcomeOf(story: Story): OperationOutcome {
  const { verdict, explanation, failure } = story;
  const helm =
    verdict.status === 'failed' && failure?.words
      ? [
          {
            source: 'helm',
            lines: failure.words
              .split('\n')
              .filter(line => line.trim())
              .slice(0, 20),
          },
        ]
      : [];
  const evidence =
    verdict.status === 'failed'
      ? [...(explanation?.evidence ?? []), ...helm]
      : [];
  return {
    code: verdict.code,
    title: titleOf(story),
    why: whyOf(story),
    ...(evidence.length ? { evidence } : {}),
    holds: holdsNow(story.after),
    next:
      verdict.status === 'succeeded'
        ? undefined
        : next[verdict.code] ?? failure?.wayOut,
  };
}

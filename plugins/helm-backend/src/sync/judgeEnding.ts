import {
  SYSTEM_CATALOG,
  type HelmProblem,
  type OperationOutcome,
  type OperationStatus,
} from '@backstage-helm/plugin-helm-common';

/** What the end of one of our operations means for its declaration. */
export type SyncVerdict =
  /** It was tried, and did not work. */
  | { type: 'failed'; reason: string }
  /** It never got to it: tried again, which counts as no attempt. */
  | { type: 'again'; waitsFor: HelmProblem }
  /** To try again would be to ask the same people, or the same rule, again. */
  | { type: 'stopped'; reason: string }
  /** We ended it ourselves. */
  | { type: 'nothing' };

/** Causes that lie in the moment, and not in what is declared. */
const OF_THE_MOMENT = new Set([
  'APPROVAL_STALE',
  'AUTHORIZATION_OLD',
  'BASE_CHANGED',
  'CLUSTER_UNREACHABLE',
  'ENVIRONMENT_FROZEN',
  'FILE_UNREADABLE',
  'PLAN_EXPIRED',
  'PLAN_STALE',
  'PROMOTION_RULE',
  'RELEASE_BUSY',
  'RELEASE_LOCKED',
  'REPOSITORY_UNREACHABLE',
  'STILL_AT_WORK',
]);

/** Whether it may go away by itself, whatever is declared. */
export function isOfTheMoment(code: string): boolean {
  return OF_THE_MOMENT.has(code);
}

/** Judges how an operation ended that did not succeed. */
export function judgeEnding(ending: {
  status: OperationStatus;
  outcome: OperationOutcome;
  changed: boolean;
  /** Who ended it. */
  actor?: string;
}): SyncVerdict {
  const { status, outcome, changed, actor } = ending;
  const reason = [outcome.title, outcome.why].filter(Boolean).join('. ');
  if (actor === SYSTEM_CATALOG) {
    return { type: 'nothing' };
  }
  if (!changed && status !== 'cancelled' && isOfTheMoment(outcome.code)) {
    return {
      type: 'again',
      waitsFor: {
        code: outcome.code as HelmProblem['code'],
        message: reason,
        wayOut: 'It is tried again by itself.',
      },
    };
  }
  switch (status) {
    case 'failed':
    case 'rolled-back':
    case 'interrupted':
    case 'dead':
      return { type: 'failed', reason };
    default:
      return { type: 'stopped', reason };
  }
}

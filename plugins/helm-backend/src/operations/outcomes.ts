import {
  formatDuration,
  operationKinds,
  type HelmProblem,
  type OperationOutcome,
} from '@backstage-helm/plugin-helm-common';

const NOTHING_CHANGED = 'Nothing was changed in the cluster.';
const NOT_LOOKED_AT = 'Open the release to see what the cluster holds.';

/** `Upgrade`, or the kind's key when it is not of this registry. */
function verb(kind: string): string {
  return operationKinds.get(kind)?.verb ?? kind;
}

/** What is said of operations that ended without an engine saying it. */
export const outcomes = {
  cancelledBeforeStart: (kind: string, by: string): OperationOutcome => ({
    code: 'CANCELLED',
    title: `${verb(kind)} cancelled before it started`,
    why: `${by} cancelled it.`,
    holds: NOTHING_CHANGED,
  }),

  handedOverCancelled: (kind: string, by: string): OperationOutcome => ({
    code: 'CANCELLED',
    title: `${verb(kind)} cancelled`,
    why: `${by} cancelled it.`,
    holds: NOT_LOOKED_AT,
  }),

  denied: (kind: string, principal: string): OperationOutcome => ({
    code: 'AUTHORIZATION_LOST',
    title: `${verb(kind)} not started`,
    why: `${principal} was allowed to ask for it, and is not allowed any more.`,
    holds: NOTHING_CHANGED,
    next: 'Ask someone who holds the permission to do it.',
  }),

  expired: (kind: string): OperationOutcome => ({
    code: 'PLAN_EXPIRED',
    title: `${verb(kind)} not started: what was reviewed is too old`,
    why: 'It waited so long that the review may no longer tell what would happen.',
    holds: NOTHING_CHANGED,
    next: 'Review it again.',
  }),

  decidedLongAgo: (kind: string, ageMs: number): OperationOutcome => ({
    code: 'AUTHORIZATION_OLD',
    title: `${verb(kind)} not started: it was authorized too long ago`,
    why: `It waited ${formatDuration(
      ageMs,
    )}; whether it is still allowed can't be told without asking again.`,
    holds: NOTHING_CHANGED,
    next: 'Retry it: permissions and plan are made anew.',
  }),

  superseded: (kind: string, by: string): OperationOutcome => ({
    code: 'SUPERSEDED',
    title: `${verb(kind)} not started: another one took its place`,
    why: `${by} asked for another one instead.`,
    holds: NOTHING_CHANGED,
  }),

  notWanted: (kind: string, why: string): OperationOutcome => ({
    code: 'CANCELLED',
    title: `${verb(kind)} not started: the catalog asks for it no more`,
    why,
    holds: NOTHING_CHANGED,
  }),

  rejected: (kind: string, by: string, reason: string): OperationOutcome => ({
    code: 'APPROVAL_REJECTED',
    title: `${verb(kind)} rejected`,
    why: `${by}: ${reason}`,
    holds: NOTHING_CHANGED,
    next: 'Mend what was said, then ask again.',
  }),

  unapproved: (kind: string): OperationOutcome => ({
    code: 'APPROVAL_EXPIRED',
    title: `${verb(kind)} not started: not approved in time`,
    why: 'Too few people approved it while it could be approved.',
    holds: NOTHING_CHANGED,
    next: 'Ask again.',
  }),

  refused: (
    kind: string,
    error: Pick<HelmProblem, 'code' | 'message' | 'wayOut'>,
  ): OperationOutcome => ({
    code: error.code,
    title: `${verb(kind)} not started`,
    why: error.message,
    holds: NOTHING_CHANGED,
    next: error.wayOut,
  }),

  dead: (
    kind: string,
    attempts: number,
    reason: string,
    code = 'INTERRUPTED',
  ): OperationOutcome => ({
    code,
    title: `${verb(kind)} given up after ${attempts} attempts`,
    why: reason,
    holds: NOTHING_CHANGED,
    next: 'Mend the cause and retry.',
  }),

  undecided: (kind: string, reason?: string): OperationOutcome => ({
    code: 'INTERRUPTED',
    title: `${verb(kind)} interrupted`,
    why: `Its worker died, and what became of it could not be found out${
      reason ? `: ${reason}` : '.'
    }`,
    holds: NOT_LOOKED_AT,
    next: 'Look at the release, then retry or roll back.',
  }),

  handedOverTooLong: (kind: string): OperationOutcome => ({
    code: 'WAIT_TIMEOUT',
    title: `${verb(kind)} did not end in time`,
    why: 'The engine that carries it out has not finished it before its deadline.',
    holds: NOT_LOOKED_AT,
    next: 'Look at the release: the engine may still finish it.',
  }),
};

/** How an operation of two parts reads once the second has ended. */
export function afterContinuation(
  first: { kind: string; outcome?: OperationOutcome },
  second: {
    succeeded: boolean;
    outcome: OperationOutcome;
    toVersion?: string;
  },
): OperationOutcome {
  const { succeeded, outcome, toVersion } = second;
  const past = operationKinds.get(first.kind)?.past ?? first.kind;
  return succeeded
    ? { ...outcome, title: `${past} ${toVersion}` }
    : {
        ...outcome,
        title: `${verb(
          first.kind,
        )} ${toVersion} failed: uninstalled, but not installed again`,
      };
}

/** How a failed operation reads once its automatic rollback has ended. */
export function afterRollback(
  failed: { outcome?: OperationOutcome; toVersion?: string; kind: string },
  rollback: {
    succeeded: boolean;
    outcome: OperationOutcome;
    toVersion?: string;
    toRevision?: number;
  },
): OperationOutcome {
  const before: OperationOutcome = failed.outcome ?? {
    code: 'HELM_FAILED',
    title: `${verb(failed.kind)} failed`,
    holds: rollback.outcome.holds,
  };
  if (!rollback.succeeded) {
    return {
      ...before,
      holds: rollback.outcome.holds,
      next: `The automatic rollback did not succeed either: ${rollback.outcome.title}. Roll back by hand, or deploy a version that works.`,
    };
  }
  const target =
    rollback.toVersion ?? `what revision ${rollback.toRevision} held`;
  const to = failed.kind === 'install' ? '' : 'to ';
  const name = failed.toVersion
    ? `${verb(failed.kind)} ${to}${failed.toVersion}`
    : verb(failed.kind);
  return {
    ...before,
    title: `${name} failed, put back to ${target}`,
    holds: rollback.outcome.holds,
    next: 'Mend the cause, then deploy again.',
  };
}

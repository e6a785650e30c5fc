import {
  isTerminal,
  type OperationStatus,
} from '@backstage-helm/plugin-helm-common';
import {
  currentLife,
  madeRevision,
  type HistoryLine,
  type OperationEvidence,
  type ReleaseEvidence,
  type RevisionEvidence,
} from './evidence';
import type { Absence } from './faults';
import { groupBy } from './groupBy';
import type { Submission } from './world';

/** Something that must not be, about one release or operation. */
export interface Violation {
  what: string;
  release?: string;
  operation?: string;
}

/** Of the policy, in one request. */
const ANSWER_HOLDS_MS = 2_000;

type Check = (release: ReleaseEvidence) => string[];

const isPending = (status: string) =>
  status.startsWith('pending-') || status === 'uninstalling';

/** Nobody works on it any more, and nothing says so. */
const stuck: Check = ({ operations }) =>
  operations
    .filter(
      ({ status, awaitsFollowUp }) =>
        !isTerminal(status as OperationStatus) || awaitsFollowUp,
    )
    .map(({ id, status }) => `${id} is still ${status}`);

/** What the newest revision must be, by how its operation ended. */
function expectedStatus({
  status,
}: OperationEvidence): (found: string) => boolean {
  switch (status) {
    case 'succeeded':
      return found => found === 'deployed';
    case 'interrupted':
      return isPending;
    default:
      return found => found === 'failed';
  }
}

/** The last operation that wrote a revision names the newest one, as it is. */
const newestAgrees: Check = release => {
  const newest = release.revisions.at(-1);
  const makers = currentLife(release).filter(madeRevision);
  const last = makers.at(-1);
  if (!newest || !last) {
    return newest || last
      ? [
          newest
            ? `revision ${newest.revision} is there, and no operation says it made it`
            : `${last?.id} says it made revision ${last?.revisionAfter}, and nothing is there`,
        ]
      : [];
  }
  if (last.revisionAfter !== newest.revision) {
    return [
      `the newest revision is ${newest.revision}, ${last.id} says ${last.revisionAfter}`,
    ];
  }
  return expectedStatus(last)(newest.status)
    ? []
    : [
        `${last.id} ${last.status}, revision ${newest.revision} is ${newest.status}`,
      ];
};

/** Older revisions: only what succeeded was ever deployed. */
const olderAgree: Check = release =>
  pairs(release).flatMap(({ operation, revision }) => {
    const wasDeployed = ['deployed', 'superseded'].includes(revision.status);
    return operation.status === 'succeeded' && !wasDeployed
      ? [
          `${operation.id} succeeded, revision ${revision.revision} is ${revision.status}`,
        ]
      : [];
  });

/** Each revision has one operation, and no operation has two. */
const oneRevisionEach: Check = release => {
  const makers = currentLife(release).filter(madeRevision);
  const labelled = groupBy(
    release.revisions.filter(({ rollbackTo }) => rollbackTo === undefined),
    ({ operationId }) => operationId ?? 'nobody',
  );
  return [
    ...release.revisions.flatMap(revision => {
      const count = makers.filter(
        maker => maker.revisionAfter === revision.revision,
      ).length;
      return count === 1
        ? []
        : [`revision ${revision.revision} was made by ${count} operations`];
    }),
    ...[...labelled]
      .filter(([, revisions]) => revisions.length > 1)
      .map(
        ([id, revisions]) =>
          `${id} made the revisions ${revisions.map(each => each.revision)}`,
      ),
    ...pairs(release).flatMap(({ operation, revision }) => {
      const isRight =
        operation.kind === 'rollback'
          ? revision.rollbackTo === operation.work.toRevision
          : revision.operationId === operation.id;
      return isRight
        ? []
        : [
            `${operation.id} (${operation.kind}) says it made revision ${revision.revision}, which is "${revision.description}" of ${revision.operationId}`,
          ];
    }),
  ];
};

/** The archive that was reviewed is the one that is deployed. */
const chartAgrees: Check = release =>
  pairs(release).flatMap(({ operation, revision }) => {
    const { chart } = operation.work;
    return !chart || chart.digest === revision.chartDigest
      ? []
      : [
          `${operation.id} was to deploy ${chart.version} ${chart.digest}, revision ${revision.revision} holds ${revision.chartVersion} ${revision.chartDigest}`,
        ];
  });

/** The values that were reviewed are the ones that are deployed. */
const configAgrees: Check = release =>
  pairs(release).flatMap(({ operation, revision }) => {
    const { valuesDigest } = operation.work;
    const observed = operation.observation?.configDigest;
    const wanted = [valuesDigest, observed].filter(
      digest => digest !== undefined && digest !== revision.configDigest,
    );
    return wanted.length
      ? [
          `${operation.id} says values ${wanted.join(', ')}, revision ${
            revision.revision
          } has ${revision.configDigest}`,
        ]
      : [];
  });

/** Helm, the Secrets' payloads and the portal tell the same history. */
const historiesAgree: Check = ({ revisions, helmHistory, portalHistory }) => {
  const stored = lines(revisions);
  return [
    ...(lines(helmHistory) === stored
      ? []
      : [`Helm says ${lines(helmHistory)}, the Secrets ${stored}`]),
    ...(lines(portalHistory) === stored
      ? []
      : [`the portal says ${lines(portalHistory)}, the Secrets ${stored}`]),
  ];
};

/** Numbers from one, without gaps or doubles. */
const eventsAreWhole: Check = ({ operations }) =>
  operations.flatMap(({ id, events }) =>
    events.every(({ seq }, index) => seq === index + 1)
      ? []
      : [`${id} has the events ${events.map(({ seq }) => seq).join(' ')}`],
  );

/** Every end is in the audit, once. */
const auditIsWhole: Check = ({ operations }) =>
  operations.flatMap(({ id, audit }) => {
    const count = (action: string) =>
      audit.filter(each => each === action).length;
    return count('operation.requested') === 1 &&
      count('operation.settled') === 1
      ? []
      : [`${id} has the audit ${audit.join(' ')}`];
  });

/** What must hold of every release, by its name. */
export const releaseChecks: Record<string, Check> = {
  'no operation is stuck': stuck,
  'outcome, revision number and payload status agree with the cluster':
    newestAgrees,
  'what succeeded was deployed': olderAgree,
  'no operation made two revisions': oneRevisionEach,
  'the chart digest agrees': chartAgrees,
  'the config HMAC agrees': configAgrees,
  'helm history and the portal agree with the Secrets': historiesAgree,
  'event logs have no gaps or doubles': eventsAreWhole,
  'every operation is in the audit once': auditIsWhole,
};

/** Each request, however often it was sent, gave at most one operation. */
export function idempotencyViolations(
  submissions: Submission[],
  operations: OperationEvidence[],
): Violation[] {
  const byKey = groupBy(operations, each => each.idempotencyKey ?? '');
  return submissions.flatMap(({ key, release, operations: answered }) => {
    const made = byKey.get(key) ?? [];
    const isRight =
      made.length <= 1 &&
      answered.size <= 1 &&
      [...answered].every(id => made[0]?.id === id);
    return isRight
      ? []
      : [
          {
            release,
            what: `key ${key} made ${made.map(
              ({ id }) => id,
            )}, answers named ${[...answered]}`,
          },
        ];
  });
}

/**
 * Who was out of the team from the claim to the preflight can't have been let
 * in: the authorization lies between the two. An automatic rollback runs on
 * the authority of what it undoes. Who was let in at the very moment of leaving
 * is nobody's fault: answers of the policy hold for two seconds.
 */
export function permissionViolations(
  operations: OperationEvidence[],
  absences: Absence[],
): Violation[] {
  const asked = operations.filter(({ follows }) => follows === undefined);
  return asked.flatMap(({ id, requestedBy, createdAt, events }) =>
    starts(events).flatMap(({ claimedAt, preflightAt }) =>
      absences
        .filter(
          ({ user, from, to }) =>
            user === requestedBy &&
            from < claimedAt &&
            preflightAt < to &&
            Math.abs(createdAt - from) > ANSWER_HOLDS_MS,
        )
        .map(({ user }) => ({
          operation: id,
          what: `${id} was started for ${user}, who was out of the team`,
        })),
    ),
  );
}

function starts(events: OperationEvidence['events']) {
  return events.flatMap((event, index) => {
    if (event.text !== 'Started') {
      return [];
    }
    const next = events[index + 1];
    return next?.type === 'phase' && next.text === 'preflight started'
      ? [{ claimedAt: event.at, preflightAt: next.at }]
      : [];
  });
}

/** The operations of this life with the revisions that they say they made. */
function pairs(
  release: ReleaseEvidence,
): { operation: OperationEvidence; revision: RevisionEvidence }[] {
  return currentLife(release)
    .filter(madeRevision)
    .flatMap(operation => {
      const revision = release.revisions.find(
        each => each.revision === operation.revisionAfter,
      );
      return revision ? [{ operation, revision }] : [];
    });
}

function lines(history: HistoryLine[]): string {
  return [...history]
    .sort((left, right) => left.revision - right.revision)
    .map(({ revision, status }) => `${revision} ${status}`)
    .join(', ');
}

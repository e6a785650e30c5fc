import type { Operation, Revision } from '@backstage-helm/plugin-helm-common';

/** Our clock and the cluster's may differ by this much. */
const SLACK_MS = 5_000;

/** What the Secret of a revision tells of who wrote it. */
export interface Trace {
  /** ISO time of the last write, by the cluster's clock. */
  writtenAt: string;
  /** Field managers: `helm`, `kubectl-edit`, …. */
  writers: string[];
  /** The label, which Helm does not believe (engines.md §2.2). */
  labelStatus?: string;
}

/** Who may be at work on a release. */
export type Holder =
  | { by: 'operation'; operation: Operation }
  /** ISO times. */
  | { by: 'outside'; writtenAt: string; until: string };

const uninstalls: ReadonlySet<string> = new Set([
  'uninstall',
  'finish-uninstall',
  'reinstall',
]);

/** Whether a revision in this status keeps Helm from changing the release. */
export function isStuck(status: string | undefined): boolean {
  return /^(pending-|uninstalling$)/.test(status ?? '');
}

/** How long a Helm outside of the portal is given before it is held for dead. */
export function outsideLimitMs(defaults: {
  timeoutSeconds: number;
  outsideTimeoutSeconds?: number;
}): number {
  return (defaults.outsideTimeoutSeconds ?? defaults.timeoutSeconds * 2) * 1000;
}

/**
 * Our operation that left the newest revision as it is. Ours sign what they
 * install and upgrade, but whoever upgrades or rolls back after us copies that
 * signature, and an uninstall signs nothing: numbers and times tell.
 */
export function leftBy(
  revision: Pick<Revision, 'revision' | 'status' | 'operationId'>,
  writtenAt: string,
  operations: readonly Operation[],
): Operation | undefined {
  const written = Date.parse(writtenAt);
  const spans = ({ startedAt, finishedAt }: Operation) =>
    startedAt !== undefined &&
    Date.parse(startedAt) <= written + SLACK_MS &&
    (finishedAt === undefined || written <= Date.parse(finishedAt) + SLACK_MS);
  switch (revision.status) {
    case 'uninstalling':
      return operations.find(
        operation => uninstalls.has(operation.kind) && spans(operation),
      );
    case 'pending-rollback':
      return operations.find(
        operation =>
          operation.kind === 'rollback' &&
          follows(operation, revision.revision) &&
          spans(operation),
      );
    default:
      return operations.find(
        operation =>
          operation.id === revision.operationId &&
          follows(operation, revision.revision),
      );
  }
}

/** Whether the operation's own revision is of this number. */
function follows({ revisionBefore }: Operation, revision: number): boolean {
  return (revisionBefore ?? 0) === revision - 1;
}

/** What decides whether somebody may be at work. */
export interface HolderFacts {
  newest?: Pick<Revision, 'revision' | 'status' | 'operationId'>;
  trace?: Pick<Trace, 'writtenAt'>;
  /** Our operation that left the newest revision so. */
  maker?: Operation;
  /** Our operation that an engine works on now. */
  running?: Operation;
  outsideLimitMs: number;
  now: number;
}

/**
 * Who may still be at work: a lease of ours, or a Helm outside of the portal
 * that wrote a short time ago (engines.md §6, row 1). What an operation of ours
 * left is nobody's once that has ended: it ends only when its Helm is gone, or
 * when its deadline has passed.
 */
export function holderOf(facts: HolderFacts): Holder | undefined {
  const { newest, trace, maker, running } = facts;
  if (running) {
    return { by: 'operation', operation: running };
  }
  if (!isStuck(newest?.status) || !trace || maker) {
    return undefined;
  }
  const until = Date.parse(trace.writtenAt) + facts.outsideLimitMs;
  return facts.now < until
    ? {
        by: 'outside',
        writtenAt: trace.writtenAt,
        until: new Date(until).toISOString(),
      }
    : undefined;
}

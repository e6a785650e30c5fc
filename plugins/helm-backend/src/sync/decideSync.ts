import type { SyncStatus } from '@backstage-helm/plugin-helm-common';
import { isCurrent, isPending, isWorking } from './ownWork';
import type { SyncFacts, SyncStep, SyncWait } from './SyncFacts';
import { blockedBy, waitsFor, whyOff } from './syncWaits';

/** What automatic sync makes of one target. */
export interface SyncDecision {
  status: SyncStatus;
  step: SyncStep;
  /** Time after which it has to be decided again by itself. */
  dueAt?: number;
  /** It changes now, or as soon as it may: what the brake counts. */
  wantsToChange: boolean;
}

/**
 * Decides what becomes of one target: a function of what is known. Where its
 * declaration differs from what was applied last it is brought about; what the
 * cluster holds is not compared, so nothing is fought over (DESIGN §4).
 */
export function decideSync(facts: SyncFacts): SyncDecision {
  if (facts.sync.mode === 'manual') {
    return quiet({ mode: 'manual', phase: 'off' });
  }
  const off = whyOff(facts);
  if (off) {
    const status = say(facts, 'off', { waitsFor: off, detail: off.message });
    // A stranger's declaration takes no approvals away; nothing runs meanwhile.
    const isKept =
      off.code === 'BINDING_CONFLICT' &&
      facts.activeOperation?.status === 'awaiting-approval';
    return isKept ? quiet(status) : withdrawing(facts, status);
  }
  const { row } = facts;
  if (row?.pause) {
    return withdrawing(facts, say(facts, 'paused', { paused: row.pause }));
  }
  const isApplied = row?.appliedDigest === facts.declaration.digest;
  if (!isWorking(facts) && (isApplied || isFirstSeenInSync(facts))) {
    return settled(facts, isApplied);
  }
  if (facts.declaration.problems.length && isPending(facts)) {
    return withdrawing(facts, waiting(facts, facts.declaration.problems[0]));
  }
  return changing(facts);
}

/** What is declared differs from what was applied last. */
function changing(facts: SyncFacts): SyncDecision {
  const { row, now, declaration, sync } = facts;
  const isKnown = row?.wantedDigest === declaration.digest;
  if (isWorking(facts) || (isPending(facts) && isKnown && isCurrent(facts))) {
    return later(working(facts));
  }
  const blocked = blockedBy(facts);
  if (blocked) {
    const until = facts.override?.expiresAt;
    return {
      ...quiet(waiting(facts, blocked)),
      dueAt: until === undefined ? undefined : Date.parse(until),
    };
  }
  if (!isKnown) {
    return {
      status: say(facts, 'pending', { detail: 'The declaration changed.' }),
      step: 'want',
      dueAt: now + sync.debounceSeconds * 1000,
      wantsToChange: true,
    };
  }
  if (row.stoppedAt !== undefined) {
    return quiet(say(facts, 'stopped', { failure: failureOf(facts) }));
  }
  const settledAt = (row.wantedSince ?? now) + sync.debounceSeconds * 1000;
  if (settledAt > now) {
    return {
      ...later(say(facts, 'pending', { detail: 'The declaration changed.' })),
      dueAt: settledAt,
    };
  }
  if (row.nextAt !== undefined && row.nextAt > now) {
    return {
      ...later(
        row.waitsFor
          ? waiting(facts, row.waitsFor)
          : say(facts, 'backing-off', { failure: failureOf(facts) }),
      ),
      dueAt: row.nextAt,
    };
  }
  const wait = waitsFor(facts);
  if (wait) {
    return {
      ...later(waiting(facts, wait)),
      dueAt: facts.frozen && Date.parse(facts.frozen.end),
    };
  }
  return {
    status: row.waitsFor
      ? waiting(facts, row.waitsFor)
      : say(facts, 'pending', { detail: 'About to be queued.' }),
    step: 'start',
    wantsToChange: true,
  };
}

/** Nothing is to be brought about. */
function settled(facts: SyncFacts, isApplied: boolean): SyncDecision {
  const status = say(facts, 'synced');
  if (!isApplied) {
    return { status, step: 'record', wantsToChange: false };
  }
  if (isPending(facts)) {
    return { status, step: 'withdraw', wantsToChange: false };
  }
  const location = facts.declaration.sources[0]?.url;
  if (facts.row?.wantedDigest === undefined) {
    return facts.row?.location === location
      ? quiet(status)
      : { status, step: 'locate', wantsToChange: false };
  }
  return { status, step: 'forget', wantsToChange: false };
}

/** Never seen before, and it runs as it is declared. */
function isFirstSeenInSync({ row, state }: SyncFacts): boolean {
  const isFirst =
    row === undefined || (row.appliedAt === undefined && row.generation === 0);
  return isFirst && state.lifecycle === 'Deployed' && state.sync === 'InSync';
}

/** Ends an operation of ours that only waits. */
function withdrawing(facts: SyncFacts, status: SyncStatus): SyncDecision {
  return {
    status,
    step: isPending(facts) ? 'withdraw' : 'none',
    wantsToChange: false,
  };
}

function quiet(status: SyncStatus): SyncDecision {
  return { status, step: 'none', wantsToChange: false };
}

function later(status: SyncStatus): SyncDecision {
  return { status, step: 'none', wantsToChange: true };
}

function working(facts: SyncFacts): SyncStatus {
  const { activeOperation: active } = facts;
  return say(facts, 'working', {
    detail:
      active?.status === 'awaiting-approval'
        ? 'Its operation waits for approval.'
        : `Its operation is ${active?.status}.`,
  });
}

function waiting(facts: SyncFacts, wait: SyncWait): SyncStatus {
  return say(facts, wait.code === 'SYNC_HELD' ? 'held' : 'waiting', {
    waitsFor: wait,
    detail: wait.message,
  });
}

function failureOf({ row, sync }: SyncFacts): SyncStatus['failure'] {
  return {
    attempts: row?.attempts ?? 0,
    of: sync.attempts,
    reason: row?.failure ?? '',
    operationId: row?.operationId,
    nextAttemptAt:
      row?.nextAt === undefined || row.stoppedAt !== undefined
        ? undefined
        : new Date(row.nextAt).toISOString(),
  };
}

function say(
  { row }: SyncFacts,
  phase: SyncStatus['phase'],
  more: Partial<SyncStatus> = {},
): SyncStatus {
  return {
    mode: 'automatic',
    phase,
    ...more,
    appliedAt:
      row?.appliedAt === undefined
        ? undefined
        : new Date(row.appliedAt).toISOString(),
  };
}

import { createHash } from 'node:crypto';
import {
  stringifyReleaseRef,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { HeldChange, SyncHold } from './syncHolds';
import type { SyncRow } from './SyncRow';

/** What the brake of an environment says. */
export interface BrakeDecision {
  mayStart: (change: HeldChange) => boolean;
  /** What is held, none when nothing is. */
  held: HeldChange[];
  /** What was let go, until it has come to pass for good or is declared otherwise. */
  continued: HeldChange[];
  digest: string;
}

function keyOf({ release, digest }: HeldChange): string {
  return `${stringifyReleaseRef(release)}@${digest}`;
}

/** Names a set of changes: these releases with these very declarations. */
export function digestOfChanges(changes: HeldChange[]): string {
  const names = changes.map(keyOf).sort();
  return createHash('sha256').update(names.join('\n')).digest('hex');
}

/** What happened within so long happened at once: a catalog reads a commit bit by bit. */
export const BRAKE_WINDOW_MS = 10 * 60_000;

/** Everything that the brake of an environment looks at. */
export interface BrakeFacts {
  /** What changes now, or as soon as it may. */
  wanting: HeldChange[];
  /** What is declared and has not come to pass for good: what was let go stays so. */
  standing: HeldChange[];
  /** Releases that were changed within the window, without a person's look. */
  recent: ReleaseRef[];
  before: Pick<SyncHold, 'continued'> | undefined;
  maxChanges: number;
}

/**
 * When more releases are to change at once than may, none does until a person
 * has looked at them (DESIGN §4): one wrong commit does not change everything.
 * What was let go goes on, whatever else comes.
 */
export function decideBrake(facts: BrakeFacts): BrakeDecision {
  const { wanting, standing, recent, before, maxChanges } = facts;
  const known = new Set([...wanting, ...standing].map(keyOf));
  const continued = (before?.continued ?? []).filter(change =>
    known.has(keyOf(change)),
  );
  const letGo = new Set(continued.map(keyOf));
  const others = wanting.filter(change => !letGo.has(keyOf(change)));
  const counted = new Set(
    [...wanting, ...continued].map(each => stringifyReleaseRef(each.release)),
  );
  const earlier = recent.filter(
    release => !counted.has(stringifyReleaseRef(release)),
  );
  const isHeld =
    others.length > 0 && others.length + earlier.length > maxChanges;
  return {
    mayStart: change => !isHeld || letGo.has(keyOf(change)),
    held: isHeld ? others : [],
    continued,
    digest: isHeld ? digestOfChanges(others) : '',
  };
}

/** Whether a change came to pass so long ago that nobody needs to know it was let go. */
export function isPast(
  row: Pick<SyncRow, 'appliedDigest' | 'appliedAt'> | undefined,
  { digest }: Pick<HeldChange, 'digest'>,
  now: number,
): boolean {
  return (
    row?.appliedDigest === digest &&
    (row.appliedAt ?? now) <= now - BRAKE_WINDOW_MS
  );
}

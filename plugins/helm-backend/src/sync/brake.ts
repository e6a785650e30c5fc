import { createHash } from 'node:crypto';
import { stringifyReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { HeldChange, SyncHold } from './syncHolds';

/** What the brake of an environment says. */
export interface BrakeDecision {
  mayStart: (change: HeldChange) => boolean;
  /** What is held, none when nothing is. */
  held: HeldChange[];
  /** What was let go, and has not come to pass yet. */
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

/**
 * When more releases are to change at once than may, none does until a person
 * has looked at them (DESIGN §4): one wrong commit does not change everything.
 * What was let go goes on, whatever else comes.
 */
export function decideBrake(
  wanting: HeldChange[],
  before: Pick<SyncHold, 'continued'> | undefined,
  maxChanges: number,
): BrakeDecision {
  const letGo = new Set(before?.continued.map(keyOf));
  const others = wanting.filter(change => !letGo.has(keyOf(change)));
  const isHeld = others.length > maxChanges;
  return {
    mayStart: change => !isHeld || letGo.has(keyOf(change)),
    held: isHeld ? others : [],
    continued: wanting.filter(change => letGo.has(keyOf(change))),
    digest: isHeld ? digestOfChanges(others) : '',
  };
}

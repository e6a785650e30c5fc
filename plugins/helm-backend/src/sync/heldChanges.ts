import type { HelmProblem } from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from '../config/HelmConfig';
import type { ChangesNow } from './applyBrake';
import { isPast } from './brake';
import { NOTHING_THERE } from './decideOrphan';
import type { OrphanNow } from './orphans';
import type { HeldChange } from './syncHolds';
import type { SyncTargetNow } from './targetsOf';

/** What the brake of an environment looks at. */
export function changesWanted(
  targets: SyncTargetNow[],
  orphans: OrphanNow[],
  now: number,
): ChangesNow {
  return {
    now,
    wanting: [
      ...targets.filter(countsForBrake).map(changeOf),
      ...orphans.filter(({ decision }) => decision.wantsToChange).map(goingOf),
    ],
    standing: [
      ...targets
        .filter(({ facts }) => !isPast(facts.row, facts.declaration, now))
        .map(changeOf),
      ...orphans.map(goingOf),
    ],
  };
}

export function changeOf({ known, declaration }: SyncTargetNow): HeldChange {
  return { release: known.ref, digest: declaration.digest };
}

export function goingOf({ known }: OrphanNow): HeldChange {
  return { release: known.ref, digest: NOTHING_THERE };
}

/** What a target waits for that the brake holds. */
export function heldBy({ name, sync }: EnvironmentConfig): HelmProblem {
  return {
    code: 'SYNC_HELD',
    message: `More than ${sync.maxChanges} releases of ${name} are to change at once.`,
    wayOut: 'Somebody has to review them and let them go on.',
  };
}

/** What waits for approval was let by the brake before, and people look at it. */
function countsForBrake({ decision, facts }: SyncTargetNow): boolean {
  return (
    decision.wantsToChange &&
    facts.activeOperation?.status !== 'awaiting-approval'
  );
}

import type { SyncConfig } from '../config/HelmConfig';
import { isPending, isWorking } from './ownWork';
import type { SyncTargetNow } from './targetsOf';

/**
 * Those that start now: as many as may work at a time, the one that waited
 * longest first. What waits for approval works on nothing.
 */
export function inTurn(
  targets: SyncTargetNow[],
  { parallel }: Pick<SyncConfig, 'parallel'>,
): SyncTargetNow[] {
  const atWork = targets.filter(
    ({ facts, decision }) =>
      decision.step !== 'start' &&
      (isWorking(facts) ||
        (isPending(facts) && facts.activeOperation?.status === 'queued')),
  ).length;
  return targets
    .filter(({ decision }) => decision.step === 'start')
    .sort((left, right) => since(left) - since(right))
    .slice(0, Math.max(0, parallel - atWork));
}

function since({ facts }: SyncTargetNow): number {
  return facts.row?.wantedSince ?? 0;
}

import type { Target } from '@backstage-helm/plugin-helm-common';

/** Whether the release can't go on by itself, and the doctor may have a way out. */
export function isStuck(target: Target): boolean {
  const { activeOperation, actions, release, stale } = target;
  // What waits for approval may wait for long, and stops no rescue.
  const isQuiet =
    !activeOperation || activeOperation.status === 'awaiting-approval';
  if (!isQuiet || stale || !release) {
    return false;
  }
  return (
    actions.some(entry => entry.action === 'unlock') ||
    hasNothingToGoBackTo(target)
  );
}

/** A failed first install, or a failure after which no good revision is left. */
export function hasNothingToGoBackTo(target: Target): boolean {
  return (
    target.state.lifecycle === 'Failed' && target.lastGoodRevision === undefined
  );
}

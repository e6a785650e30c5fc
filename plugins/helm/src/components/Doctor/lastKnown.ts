import type {
  Diagnosis,
  Doctor,
  ReleaseRef,
  Target,
} from '@backstage-helm/plugin-helm-common';
import type { Text } from '../../hooks/useText';

const diagnoses: Partial<Record<string, Diagnosis>> = {
  'pending-install': 'PendingInstall',
  'pending-upgrade': 'PendingUpgrade',
  'pending-rollback': 'PendingRollback',
};

/**
 * What the strip knows of a locked release, where the release itself could not
 * be examined: unlocking needs no more than that.
 */
export function lastKnown(
  t: Text,
  target: Target,
  release: ReleaseRef,
): Doctor | undefined {
  const { deployed, environment, headline, state } = target;
  const unlock = target.actions.find(entry => entry.action === 'unlock');
  const diagnosis = diagnoses[deployed?.status ?? ''];
  if (state.lifecycle !== 'Locked' || !unlock || !deployed || !diagnosis) {
    return undefined;
  }
  return {
    release,
    environment: environment.name,
    diagnosis,
    title: t('doctor.title', {
      release: release.name,
      environment: environment.name,
    }),
    summary: headline.reason,
    revision: deployed.revision,
    status: deployed.status,
    found: [],
    holds: [],
    checkedAt: state.observedAt,
    waysOut: [
      {
        key: 'unlock',
        title: t('doctor.onlyUnlock'),
        detail: t('doctor.onlyUnlockDetail'),
        suggested: false,
        allowed: unlock.allowed,
        code: unlock.code,
        reason: unlock.reason,
        plan: { release, kind: 'unlock' },
      },
    ],
  };
}

import type {
  Diagnosis,
  Doctor,
  Headline,
  ReleaseState,
  Target,
} from '@backstage-helm/plugin-helm-common';
import { doctors } from './doctors';
import { environments, revisions, storefront } from './targets';

const lifecycles: Record<Diagnosis, ReleaseState['lifecycle']> = {
  Healthy: 'Deployed',
  Working: 'Progressing',
  PendingInstall: 'Locked',
  PendingUpgrade: 'Locked',
  PendingRollback: 'Locked',
  Uninstalling: 'Uninstalling',
  FailedFirstInstall: 'Failed',
  NoRollbackTarget: 'Failed',
  LostState: 'Absent',
};

const unlockable = new Set(['Locked', 'Uninstalling', 'Absent']);

function headline(
  { summary, status }: Doctor,
  lifecycle: ReleaseState['lifecycle'],
): Headline {
  const [first] = summary.split('. ');
  switch (lifecycle) {
    case 'Locked':
    case 'Uninstalling':
    case 'Failed':
      return { state: lifecycle, word: lifecycle, tone: 'err', reason: first };
    case 'Progressing':
      return {
        state: 'Progressing',
        word: 'Upgrading',
        tone: 'accent',
        reason: `Revision 12 has been ${status} for 1 min, by a Helm outside the portal`,
      };
    default:
      return {
        state: 'Absent',
        word: 'Absent',
        tone: 'mute',
        reason: 'Nothing runs here yet. The catalog declares chart 2.4.0',
      };
  }
}

function target(doctor: Doctor): Target {
  const lifecycle = lifecycles[doctor.diagnosis];
  const denied = doctor.waysOut.find(way => way.code === 'NOT_ALLOWED');
  const [base] = storefront;
  const names = unlockable.has(lifecycle)
    ? (['unlock', 'refresh'] as const)
    : (['deploy', 'uninstall', 'refresh'] as const);
  return {
    ...base,
    environment: environments[1],
    release: doctor.release,
    declared: base.declared && {
      ...base.declared,
      releaseName: doctor.release.name,
    },
    deployed:
      doctor.revision === undefined
        ? undefined
        : {
            ...revisions[0],
            revision: doctor.revision,
            status: (doctor.status ?? 'deployed') as 'deployed',
          },
    lastGoodRevision: undefined,
    newerVersion: undefined,
    lastOperation: undefined,
    state: { ...base.state, lifecycle },
    headline: headline(doctor, lifecycle),
    actions: names.map(action => ({
      action,
      allowed: action === 'refresh' || !denied,
      reason: denied?.reason,
    })),
  };
}

/** One release for each thing that can hold it up. */
export const stuck: Target[] = doctors.map(target);

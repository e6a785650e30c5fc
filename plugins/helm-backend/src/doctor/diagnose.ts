import type { Diagnosis, Doctor } from '@backstage-helm/plugin-helm-common';
import type { DoctorFacts } from './DoctorFacts';
import { findings, nameOf } from './findings';
import { holderOf, type Holder } from './holder';
import { age, clock } from './moments';
import { waysOut } from './waysOut';

/** What holds a release up; what the cluster holds is read beside it. */
export type Examination = Omit<
  Doctor,
  'holds' | 'holdsProblem' | 'environment' | 'entityRef'
>;

function diagnosisOf(
  { newest, good, lost }: DoctorFacts,
  holder: Holder | undefined,
): Diagnosis {
  if (holder) {
    return 'Working';
  }
  switch (newest?.status) {
    case undefined:
      return lost?.objects.length ? 'LostState' : 'Healthy';
    case 'pending-install':
      return 'PendingInstall';
    case 'pending-upgrade':
      return 'PendingUpgrade';
    case 'pending-rollback':
      return 'PendingRollback';
    case 'uninstalling':
      return 'Uninstalling';
    case 'failed':
      if (good.length) {
        return 'Healthy';
      }
      return newest.revision === 1 ? 'FailedFirstInstall' : 'NoRollbackTarget';
    default:
      return 'Healthy';
  }
}

const titles: Record<Diagnosis, (subject: string) => string> = {
  Healthy: subject => `Nothing holds ${subject} up`,
  Working: subject => `${subject} is being worked on`,
  PendingInstall: subject => `${subject} is locked`,
  PendingUpgrade: subject => `${subject} is locked`,
  PendingRollback: subject => `${subject} is locked`,
  Uninstalling: subject => `${subject} is half uninstalled`,
  FailedFirstInstall: subject => `The first install of ${subject} failed`,
  NoRollbackTarget: subject => `${subject} has nothing to go back to`,
  LostState: subject => `${subject} has lost its record`,
};

function summaryOf(
  diagnosis: Diagnosis,
  facts: DoctorFacts,
  holder: Holder | undefined,
): string {
  const { newest, now, release, lost } = facts;
  const revision = newest
    ? `Revision ${newest.revision} has been ${newest.status} for ${age(
        now,
        newest.updatedAt,
      )} and nothing is working on it.`
    : '';
  switch (diagnosis) {
    case 'Working':
      return holder?.by === 'outside'
        ? `Revision ${newest?.revision} is ${
            newest?.status
          }. A Helm outside of the portal wrote it ${age(
            now,
            holder.writtenAt,
          )} ago; it may still be at work until ${clock(holder.until)}.`
        : `The ${
            holder ? nameOf(holder.operation) : 'operation'
          } is at work. Wait until it has ended.`;
    case 'PendingInstall':
    case 'PendingUpgrade':
    case 'PendingRollback':
      return `${revision} Until it is freed, Helm refuses every upgrade.`;
    case 'Uninstalling':
      return `Revision ${newest?.revision} is uninstalling and nothing is working on it. Until that is finished or undone, Helm refuses every install and upgrade.`;
    case 'FailedFirstInstall':
      return `Revision 1 failed ${age(
        now,
        newest?.updatedAt ?? '',
      )} ago. No earlier one is there to go back to.`;
    case 'NoRollbackTarget':
      return `Revision ${newest?.revision} failed ${age(
        now,
        newest?.updatedAt ?? '',
      )} ago, and no revision that succeeded is left.`;
    case 'LostState':
      return `${lost?.objects.length} objects of it are in ${release.namespace}, but Helm has no record of them: it can neither upgrade nor roll back nor uninstall them.`;
    default:
      return newest?.status === 'failed'
        ? `Revision ${newest.revision} failed, which locks nothing: it can be upgraded or rolled back.`
        : 'Nothing needs to be freed.';
  }
}

/** What holds a release up, and the ways out that work (engines.md §2.6, §6). Pure. */
export function diagnose(facts: DoctorFacts): Examination {
  const { newest, release, environment, now } = facts;
  const holder = holderOf({
    ...facts,
    outsideLimitMs: environment.outsideLimitMs,
  });
  const diagnosis = diagnosisOf(facts, holder);
  return {
    release,
    diagnosis,
    title: titles[diagnosis](`${release.name} in ${environment.name}`),
    summary: summaryOf(diagnosis, facts, holder),
    revision: newest?.revision,
    status: newest?.status,
    found: findings(facts, holder),
    checkedAt: new Date(now).toISOString(),
    ...(holder?.by === 'outside' ? { waitUntil: holder.until } : {}),
    ...(holder?.by === 'operation' && holder.operation.deadline
      ? { waitUntil: holder.operation.deadline }
      : {}),
    waysOut: holder ? [wait(holder)] : waysOut(diagnosis, facts),
  };
}

function wait(holder: Holder): Doctor['waysOut'][number] {
  return {
    key: 'wait',
    title: 'Wait',
    detail:
      holder.by === 'outside'
        ? `Until ${clock(
            holder.until,
          )}: nothing is touched while somebody may be at work.`
        : 'Nothing is touched while it is at work.',
    suggested: true,
    allowed: true,
  };
}

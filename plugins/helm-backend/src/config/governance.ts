import { InputError } from '@backstage/errors';
import { Cron } from 'croner';
import type { EnvironmentConfig } from './HelmConfig';
import type { EnvironmentInput } from './schema';

type Governance = Pick<
  EnvironmentConfig,
  'approvals' | 'baseline' | 'freeze' | 'promotion' | 'reason'
>;

/**
 * Reads what governs changes of an environment.
 *
 * @throws InputError naming the key, what is wrong and what would be right.
 */
export function readGovernance(
  input: EnvironmentInput,
  path: string,
): Governance {
  const { approvals, baseline, promotion, reason } = input;
  if (promotion.required && input.promoteFrom === undefined) {
    throw new InputError(
      `${path}.promotion.required needs ${path}.promoteFrom: name the environment that versions come from`,
    );
  }
  if (promotion.soak !== undefined && !promotion.required) {
    throw new InputError(
      `${path}.promotion.soak has no effect: set ${path}.promotion.required to true too`,
    );
  }
  return {
    approvals: approvals && {
      required: approvals.required,
      approvers: approvals.approvers.map((ref, index) =>
        readApprover(ref, `${path}.approvals.approvers[${index}]`),
      ),
      selfApproval: approvals.selfApproval,
      breakGlass: approvals.breakGlass,
      expirySeconds: approvals.expiry,
    },
    freeze: input.freeze.map((freeze, index) =>
      readFreeze(freeze, `${path}.freeze[${index}]`),
    ),
    promotion: {
      required: promotion.required,
      soakSeconds: promotion.soak ?? 0,
    },
    reason: {
      required: reason.required,
      pattern: readReasonPattern(reason.pattern, `${path}.reason.pattern`),
      hint: reason.hint,
    },
    baseline: {
      enabled: baseline.enabled,
      identity: baseline.identity,
      labels: {
        'pod-security.kubernetes.io/enforce': baseline.podSecurity,
        ...baseline.labels,
      },
      quota: baseline.quota,
      limits: baseline.limits,
      networkPolicy: baseline.networkPolicy,
      ownerRole: baseline.ownerRole,
      deployerRole: baseline.deployerRole,
      ownerGroups: baseline.ownerGroups,
    },
  };
}

function readApprover(ref: string, path: string): string {
  if (
    ref !== 'owner' &&
    !/^(user|group):[-\w.]+\/[-\w.]+$/.test(ref.toLocaleLowerCase('en-US'))
  ) {
    throw new InputError(
      `${path} is '${ref}': it must be owner, or the full ref of a user or group, such as group:default/platform`,
    );
  }
  return ref.toLocaleLowerCase('en-US');
}

function readFreeze(
  freeze: EnvironmentInput['freeze'][number],
  path: string,
): Governance['freeze'][number] {
  if ('start' in freeze) {
    if (freeze.end <= freeze.start) {
      throw new InputError(
        `${path}.end must be after its start: check the two times`,
      );
    }
    return { type: 'once', ...freeze };
  }
  const { title, schedule, duration, timeZone } = freeze;
  try {
    // A zone or schedule that does not exist throws at its first use.
    new Cron(schedule, {
      timezone: timeZone,
      paused: true,
      mode: '5-part',
    }).nextRun();
  } catch (error) {
    throw new InputError(
      `${path} has the schedule '${schedule}' in ${timeZone}: write five cron fields, such as 0 18 * * 5, and an IANA time zone, such as Europe/Berlin`,
      error as Error,
    );
  }
  return {
    type: 'recurring',
    title,
    schedule,
    durationSeconds: duration,
    timeZone,
  };
}

function readReasonPattern(
  source: string | undefined,
  path: string,
): RegExp | undefined {
  try {
    return source === undefined ? undefined : new RegExp(source);
  } catch (error) {
    throw new InputError(
      `${path} is '${source}': it must be a regular expression such as [A-Z]+-[0-9]+`,
      error as Error,
    );
  }
}

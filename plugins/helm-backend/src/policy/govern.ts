import {
  operationKinds,
  type Freeze,
} from '@backstage-helm/plugin-helm-common';
import type { ApprovalsConfig, EnvironmentConfig } from '../config/HelmConfig';
import { freezeAt } from './freezes';

/** What is to be done, as far as the policy of its environment looks at it. */
export interface GovernedWork {
  kind: string;
  /** Follows another operation, whose approval covers it. */
  isAutomatic?: boolean;
  /** Of a rollback: its target succeeded by our own record. */
  targetSucceeded?: boolean;
}

/** What stands between a request and the queue. */
export interface Governance {
  /** It is a change: approvals and freezes are meant for it. */
  isChange: boolean;
  /** People must approve it first. */
  approvals?: ApprovalsConfig;
  /** The environment takes no changes now. */
  frozen?: Freeze;
}

/**
 * Whether this is a change that approvals and freezes are meant for. Never what
 * gets a team out of trouble (DESIGN §6): of rollbacks only one to a revision
 * that never succeeded is, since it could bring in anything.
 */
export function isChange(work: GovernedWork): boolean {
  const { kind, isAutomatic = false, targetSucceeded = false } = work;
  if (isAutomatic) {
    return false;
  }
  return kind === 'rollback'
    ? !targetSucceeded
    : !operationKinds.get(kind)?.isRescue;
}

/** What the environment asks of this work at `now` (epoch milliseconds). */
export function govern(
  environment: Pick<EnvironmentConfig, 'approvals' | 'freeze'>,
  work: GovernedWork,
  now: number,
): Governance {
  return isChange(work)
    ? {
        isChange: true,
        approvals: environment.approvals,
        frozen: freezeAt(environment.freeze, now),
      }
    : { isChange: false };
}

import type { ApprovalsConfig } from '../config/HelmConfig';
import type { GivenApproval } from './StoredApproval';

/** What an environment asks for, as far as counting goes. */
export type ApprovalRule = Pick<ApprovalsConfig, 'required' | 'selfApproval'>;

/**
 * What the approvals of one plan amount to. People count once, the requester
 * only where the environment lets one approve one's own request; a broken
 * glass stands for all that are missing.
 */
export function countApprovals(
  rule: ApprovalRule,
  requestedBy: string,
  given: readonly Pick<GivenApproval, 'by' | 'isBreakGlass'>[],
): { count: number; isEnough: boolean } {
  const people = new Set(
    given
      .filter(({ isBreakGlass }) => !isBreakGlass)
      .map(({ by }) => by)
      .filter(by => rule.selfApproval || by !== requestedBy),
  );
  const count = people.size;
  return {
    count,
    isEnough:
      count >= rule.required || given.some(({ isBreakGlass }) => isBreakGlass),
  };
}

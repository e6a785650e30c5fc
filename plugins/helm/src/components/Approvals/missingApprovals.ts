import type { Approval } from '@backstage-helm/plugin-helm-common';

/** People who approved, as opposed to passing over the approvals. */
export function givenApprovals({ given }: Approval): number {
  return given.filter(entry => !entry.isBreakGlass).length;
}

/** How many more people must approve. */
export function missingApprovals(approval: Approval): number {
  return Math.max(approval.required - givenApprovals(approval), 0);
}

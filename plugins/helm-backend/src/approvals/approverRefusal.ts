import type { HelmProblem } from '@backstage-helm/plugin-helm-common';
import type { ApprovalsConfig } from '../config/HelmConfig';

/** A person before an operation that waits for approval. */
export interface Approver {
  /** Own ref. */
  by: string;
  /** Own ref and those of the groups. */
  identities: readonly string[];
}

/** In the words of screens: people, groups, and `owner` as what it stands for. */
function inWords(approvers: readonly string[], owner?: string): string {
  return approvers
    .map(ref => (ref === 'owner' ? owner ?? 'the owner' : ref))
    .join(', ');
}

/** Why this person is none of the approvers, or undefined. `owner`: of the entity. */
export function notAnApprover(
  { approvers }: Pick<ApprovalsConfig, 'approvers'>,
  { identities }: Approver,
  owner?: string,
): HelmProblem | undefined {
  const refs = new Set(identities.map(ref => ref.toLocaleLowerCase('en-US')));
  const isOne = approvers.some(ref => {
    const named = ref === 'owner' ? owner : ref;
    return named !== undefined && refs.has(named.toLocaleLowerCase('en-US'));
  });
  return isOne
    ? undefined
    : {
        code: 'NOT_AN_APPROVER',
        message: `Only ${inWords(approvers, owner)} may approve it.`,
      };
}

/** Why this person's approval would not count, or undefined. */
export function approverRefusal(
  rule: Pick<ApprovalsConfig, 'approvers' | 'selfApproval'>,
  approver: Approver,
  operation: { requestedBy: string; owner?: string },
): HelmProblem | undefined {
  const { requestedBy, owner } = operation;
  return (
    notAnApprover(rule, approver, owner) ??
    (approver.by === requestedBy && !rule.selfApproval
      ? {
          code: 'SELF_APPROVAL',
          message: 'You asked for it, so somebody else must approve it.',
          wayOut: `Ask one of ${inWords(rule.approvers, owner)}.`,
        }
      : undefined)
  );
}

import type { EnvironmentSummary } from '@backstage-helm/plugin-helm-common';
import type { Text } from '../../hooks/useText';

/** What governs changes of an environment, in one line. */
export function policyWords(environment: EnvironmentSummary, t: Text): string {
  const { policy, promoteFrom, sync, clusterStatus, readOnly } = environment;
  const { approvals } = policy;
  return [
    t('fields.environment.cluster', { cluster: environment.cluster }),
    promoteFrom && t('fields.environment.after', { environment: promoteFrom }),
    approvals &&
      approvals.required > 0 &&
      [
        t('fields.environment.approvals', { count: approvals.required }),
        approvals.approvers.length > 0 &&
          t('fields.environment.approvers', {
            approvers: approvals.approvers.join(', '),
          }),
      ]
        .filter(Boolean)
        .join(' '),
    sync?.mode === 'automatic' && t('fields.environment.automatic'),
    !clusterStatus.connected && t('fields.environment.away'),
    readOnly && t('fields.environment.readOnlyWhy'),
  ]
    .filter(Boolean)
    .join(' · ');
}

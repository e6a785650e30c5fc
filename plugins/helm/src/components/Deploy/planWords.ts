import type {
  EnvironmentPolicy,
  Plan,
} from '@backstage-helm/plugin-helm-common';
import type { Text } from '../../hooks/useText';
import { needsApproval, requestLabel } from '../Approvals/approvalWords';
import { kindVerb, wordedKind } from '../Operation/operationWords';

/**
 * The confirm button: the verb again, with its object; "Request deploy" where
 * somebody has to approve.
 */
export function confirmLabel(
  t: Text,
  plan: Plan,
  policy?: EnvironmentPolicy,
): string {
  if (needsApproval(plan.kind, policy)) {
    return requestLabel(t, plan.kind);
  }
  const kind = wordedKind(plan.kind);
  const { environment, release } = plan;
  const version = plan.toVersion ?? plan.chart?.version ?? '';
  switch (kind) {
    case 'install':
    case 'upgrade':
      return t(`deploy.confirm.${kind}`, { version, environment });
    case 'rollback':
      return t('deploy.confirm.rollback', {
        revision: String(plan.toRevision ?? ''),
      });
    case 'uninstall':
      return t('deploy.confirm.uninstall', {
        release: release.name,
        environment,
      });
    case 'adopt':
      return t('deploy.confirm.adopt', { release: release.name });
    case 'test':
      return t('deploy.confirm.test');
    default:
      return kindVerb(t, plan.kind);
  }
}

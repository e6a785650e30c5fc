import type { Plan } from '@backstage-helm/plugin-helm-common';
import type { Text } from '../../hooks/useText';
import { kindVerb, wordedKind } from '../Operation/operationWords';

/** The confirm button: the verb again, with its object. */
export function confirmLabel(t: Text, plan: Plan): string {
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

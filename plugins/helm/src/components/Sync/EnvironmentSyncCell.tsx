import type { EnvironmentSummary } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Caption } from '../Base/Layout';

/** How an environment follows its declarations. */
export function EnvironmentSyncCell(props: {
  environment: EnvironmentSummary;
}) {
  const t = useText();
  const { sync } = props.environment;
  if (sync?.mode !== 'automatic') {
    return <>{t('sync.environments.manual')}</>;
  }
  return (
    <div>
      {t('sync.environments.automatic')}
      <Caption>
        {[
          sync.install && t('sync.environments.install'),
          t('sync.environments.most', { n: String(sync.maxChanges) }),
        ]
          .filter(Boolean)
          .join(' ')}
      </Caption>
    </div>
  );
}

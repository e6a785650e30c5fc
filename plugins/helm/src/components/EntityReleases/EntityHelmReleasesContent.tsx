import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef, useEntity } from '@backstage/plugin-catalog-react';
import { useOnce } from '../../hooks/useOnce';
import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { Empty } from '../Base/Empty';
import { Failure } from '../Base/Failure';
import { Caption, Stack } from '../Base/Layout';
import { Note } from '../Base/Note';
import { Skeleton } from '../Base/Skeleton';
import { ReleaseBrowser } from '../Fleet/ReleaseBrowser';
import { releaseScope } from './releaseScope';

/** The tab of a System, Domain, Group or User: the releases of what belongs to it. @public */
export function EntityHelmReleasesContent() {
  const t = useText();
  const catalog = useApi(catalogApiRef);
  const { entity } = useEntity();
  const {
    data: scope,
    error,
    isLoading,
    refresh,
  } = useOnce(stringifyEntityRef(entity), () => releaseScope(entity, catalog));
  if (isLoading) {
    return <Skeleton label={t('fleet.scope.reading')} lines={8} />;
  }
  if (!scope) {
    return error ? (
      <Failure title={t('fleet.scope.failed')} error={error} retry={refresh} />
    ) : null;
  }
  if (scope.refs.length === 0) {
    return (
      <Card bare title={t('fleet.tabs.releases')}>
        <Empty icon="helm" title={t('fleet.scope.none')}>
          {t('fleet.scope.noneText')}
        </Empty>
      </Card>
    );
  }
  return (
    <Stack gap={16}>
      <Caption>{t(`fleet.scope.${kindOf(entity.kind)}`)}</Caption>
      {scope.isCut && (
        <Note tone="warn">
          {t('fleet.scope.cut', { n: String(scope.refs.length) })}
        </Note>
      )}
      <ReleaseBrowser fixed={{ [scope.by]: scope.refs.join() }} />
    </Stack>
  );
}

function kindOf(kind: string): 'system' | 'domain' | 'group' | 'user' {
  const name = kind.toLocaleLowerCase('en-US');
  return name === 'domain' || name === 'group' || name === 'user'
    ? name
    : 'system';
}

import { useState } from 'react';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { useApi } from '@backstage/core-plugin-api';
import type { EntityReleases } from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { BUSY, CALM, useLive } from '../../hooks/useLive';
import { useQuery } from '../../hooks/useQuery';
import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { Code } from '../Base/Code';
import { Empty } from '../Base/Empty';
import { Failure } from '../Base/Failure';
import { Stack } from '../Base/Layout';
import { Note } from '../Base/Note';
import { Problems } from '../Base/Problems';
import { Skeleton } from '../Base/Skeleton';
import { TextLink } from '../Base/TextLink';
import { DeclaredOverview } from '../Declared/DeclaredOverview';
import { Dialogs } from '../Deploy/Dialogs';
import { EnvironmentStrip } from '../EnvironmentStrip/EnvironmentStrip';
import { closedDialogs } from '../EnvironmentStrip/startAction';
import { findTarget, targetKey } from '../EnvironmentStrip/targetKey';
import { ProposeControl } from '../Propose/ProposeControl';
import { SelectedEnvironment } from '../SelectedEnvironment/SelectedEnvironment';
import { currentTab } from '../SelectedEnvironment/tabNames';
import { SyncControl } from '../Sync/SyncControl';
import { ProblemsAbove, sharedProblems } from './problemsAbove';

const example = [
  'helm-release/repository: platform',
  'helm-release/chart: web-service',
  'helm-release/version: 1.3.0',
].join('\n');

/** The Helm tab of an entity: every environment, and one of them in full. @public */
export function EntityHelmContent() {
  const t = useText();
  const api = useApi(helmApiRef);
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const [refreshError, setRefreshError] = useState<Error>();
  const { data, error, isLoading, refresh } = useLive(
    `entity:${entityRef}`,
    () => api.entityReleases(entityRef),
    releases =>
      releases?.targets.some(target => target.activeOperation) ? BUSY : CALM,
  );
  const readAgain = () => {
    setRefreshError(undefined);
    api.refreshEntity(entityRef).then(refresh, setRefreshError);
  };
  if (isLoading) {
    return <Skeleton label={t('strip.reading')} lines={8} />;
  }
  if (!data) {
    return error ? (
      <Failure title={t('strip.unreadable')} error={error} retry={refresh} />
    ) : null;
  }
  const above = sharedProblems(data);
  return (
    <Stack gap={24}>
      {error && (
        <Note tone="warn" live="polite">
          <strong>{t('base.noConnection')}</strong> {t('base.lastKnown')}
        </Note>
      )}
      {refreshError && (
        <Failure title={t('strip.refreshFailed')} error={refreshError} />
      )}
      {!data.durable && <Note tone="warn">{t('strip.notDurable')}</Note>}
      {above.length > 0 && <Problems problems={above} />}
      {data.targets.length === 0 && data.problems.length === 0 && (
        <Card bare title={t('fleet.card.title')}>
          <Empty icon="helm" title={t('strip.none.title')}>
            {t('strip.none.text')}
            <Code plain label={t('strip.none.text')} text={example} />
          </Empty>
        </Card>
      )}
      {data.targets.length > 0 && (
        <ProblemsAbove.Provider value={above}>
          <SyncControl onChange={refresh}>
            <ProposeControl isOffered={data.proposals === true}>
              <Targets data={data} onRead={readAgain} onChange={refresh} />
            </ProposeControl>
          </SyncControl>
        </ProblemsAbove.Provider>
      )}
    </Stack>
  );
}

function Targets(props: {
  data: EntityReleases;
  onRead: () => void;
  onChange: () => void;
}) {
  const t = useText();
  const query = useQuery();
  const { targets } = props.data;
  const selected = findTarget(targets, query.get('env'));
  if (!selected) {
    return null;
  }
  const key = targetKey(selected, targets);
  const isNamed = targets.some(({ declared }) => declared);
  const isDeclared = isNamed && query.get('view') === 'declared';
  return (
    <>
      <EnvironmentStrip
        targets={targets}
        selected={isDeclared ? undefined : selected}
        isCompact={isDeclared || currentTab(query.get('tab')) !== 'overview'}
        onRefresh={props.onRead}
      />
      {isNamed && (
        <div>
          <TextLink
            to={query.href({
              ...closedDialogs,
              view: isDeclared ? undefined : 'declared',
              keys: undefined,
            })}
          >
            {isDeclared
              ? t('propose.declared.close', { environment: key })
              : t('propose.declared.open')}
          </TextLink>
        </div>
      )}
      {isDeclared ? (
        <DeclaredOverview entityRef={props.data.entityRef} targets={targets} />
      ) : (
        <SelectedEnvironment
          key={key}
          target={selected}
          targetKey={key}
          all={targets}
        />
      )}
      <Dialogs target={selected} targetKey={key} onDone={props.onChange} />
    </>
  );
}

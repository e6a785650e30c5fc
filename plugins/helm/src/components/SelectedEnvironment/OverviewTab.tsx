import type { Target } from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';
import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { Empty } from '../Base/Empty';
import { Failure } from '../Base/Failure';
import { Columns, Stack } from '../Base/Layout';
import { Problems } from '../Base/Problems';
import { Skeleton } from '../Base/Skeleton';
import { TextLink } from '../Base/TextLink';
import { useOwnProblems } from '../EntityContent/problemsAbove';
import { isStuck } from '../EnvironmentStrip/isStuck';
import { StuckNote } from '../EnvironmentStrip/StuckNote';
import { OperationProgress } from '../Operation/OperationProgress';
import { ProposeButtons } from '../Propose/ProposeButtons';
import { ResourceTable } from '../Resources/ResourceTable';
import { useResources } from '../Resources/useResources';
import { SyncNotice } from '../Sync/SyncNotice';
import { WarningEvents } from '../Resources/WarningEvents';
import { DeclaredVersusDeployed } from './DeclaredVersusDeployed';
import { LastOperations } from './LastOperations';
import { ReleaseCharts } from './ReleaseCharts';
import { ReleaseFacts } from './ReleaseFacts';

/** What happens here now, what is not ready, and what should be here. */
export function OverviewTab(props: { target: Target; targetKey: string }) {
  const t = useText();
  const { target } = props;
  const { own } = useOwnProblems(target);
  const { activeOperation, deployed } = target;
  return (
    <Columns of="twoThirds">
      <Stack>
        {isStuck(target) && (
          <StuckNote target={target} targetKey={props.targetKey} />
        )}
        {own.length > 0 && <Problems problems={own} />}
        <ProposeButtons target={target} kinds={['pin']} />
        {target.warnings && <Problems problems={target.warnings} tone="warn" />}
        <SyncNotice target={target} live="polite" />
        {activeOperation && (
          <OperationProgress
            key={activeOperation.id}
            operation={activeOperation}
          />
        )}
        {deployed || activeOperation ? (
          <Objects target={target} />
        ) : (
          <Card bare title={t('selected.resources.title')}>
            <Empty icon="box" title={t('selected.nothing.title')}>
              {t('selected.nothing.text')}
            </Empty>
          </Card>
        )}
      </Stack>
      <Stack>
        <DeclaredVersusDeployed target={target} />
        <ReleaseCharts target={target} />
        <ReleaseFacts target={target} />
        <LastOperations target={target} />
      </Stack>
    </Columns>
  );
}

function Objects(props: { target: Target }) {
  const t = useText();
  const query = useQuery();
  const { target } = props;
  const { data, error, isLoading, refresh } = useResources(
    target.release,
    Boolean(target.activeOperation),
  );
  const notReady = data?.items.filter(item => item.status !== 'Ready') ?? [];
  return (
    <>
      <Card
        bare
        title={t('selected.resources.notReady')}
        caption={
          data &&
          t('selected.resources.of', {
            n: String(notReady.length),
            all: String(data.items.length),
          })
        }
        aside={
          <TextLink to={query.href({ tab: 'resources' })}>
            {t('selected.resources.all')}
          </TextLink>
        }
      >
        {isLoading && <Skeleton label={t('selected.resources.reading')} />}
        {error && (
          <div style={{ padding: 16 }}>
            <Failure
              title={t('selected.resources.failed')}
              error={error}
              retry={refresh}
            />
          </div>
        )}
        {data && notReady.length === 0 && (
          <Empty icon="tick" tone="ok" title={t('selected.resources.allReady')}>
            {data.summary.words}
          </Empty>
        )}
        {notReady.length > 0 && (
          <ResourceTable items={notReady} withContainers />
        )}
      </Card>
      {data && <WarningEvents items={data.items} />}
    </>
  );
}

import { makeStyles } from '@material-ui/core/styles';
import type { Target } from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';
import { useText, type Text } from '../../hooks/useText';
import { small, tokens } from '../../theme/tokens';
import { Empty } from '../Base/Empty';
import { LinkTabs } from '../Base/LinkTabs';
import { closedDialogs } from '../EnvironmentStrip/startAction';
import { HistoryTab } from '../History/HistoryTab';
import { ResourcesTab } from '../Resources/ResourcesTab';
import { ValuesTab } from '../Values/ValuesTab';
import { ManifestTab } from './ManifestTab';
import { NotesTab } from './NotesTab';
import { OperationsTab } from './OperationsTab';
import { OverviewTab } from './OverviewTab';
import { currentTab, tabNames, type TabName } from './tabNames';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    panel: {
      background: t.paper,
      color: t.fg,
      border: `1px solid ${t.line}`,
      borderRadius: 4,
      minWidth: 0,
      fontSize: 14,
      lineHeight: '20px',
    },
    body: { padding: 16, [small]: { padding: 8 } },
  };
});

/** One environment's views, each with its address. */
export function SelectedEnvironment(props: {
  target: Target;
  targetKey: string;
  all: Target[];
}) {
  const classes = useStyles();
  const t = useText();
  const query = useQuery();
  const { target, targetKey, all } = props;
  const current = currentTab(query.get('tab'));
  const label = t('selected.tabs.label', { environment: targetKey });
  const view = (
    <Tab name={current} target={target} targetKey={targetKey} all={all} />
  );
  return (
    <section className={classes.panel} aria-label={targetKey}>
      <LinkTabs
        label={label}
        title={targetKey}
        current={current}
        tabs={tabNames.map(name => ({
          id: name,
          to: query.href({
            ...closedDialogs,
            env: targetKey,
            tab: name === 'overview' ? undefined : name,
            diff: undefined,
          }),
          label: t(`selected.tabs.${name}`),
          count: name === 'operations' ? running(t, target) : undefined,
        }))}
      />
      {current === 'history' ? (
        view
      ) : (
        <div className={classes.body}>{view}</div>
      )}
    </section>
  );
}

function running(t: Text, { activeOperation }: Target): string | undefined {
  if (!activeOperation) {
    return undefined;
  }
  return activeOperation.status === 'awaiting-approval'
    ? t('approvals.card.count')
    : t('selected.tabs.running', { count: 1 });
}

/** Tabs that have something to show before the first install. */
const always: TabName[] = ['overview', 'operations'];

function Tab(props: {
  name: TabName;
  target: Target;
  targetKey: string;
  all: Target[];
}) {
  const t = useText();
  const { name, target, all } = props;
  const { release, deployed } = target;
  if (!always.includes(name) && (!release || !deployed)) {
    return (
      <Empty icon="absent" title={t('selected.nothing.title')}>
        {release
          ? t('selected.nothing.text')
          : t('selected.nothing.unreadable')}
      </Empty>
    );
  }
  switch (name) {
    case 'resources':
      return <ResourcesTab target={target} />;
    case 'values':
      return <ValuesTab target={target} all={all} />;
    case 'manifest':
      return <ManifestTab target={target} />;
    case 'history':
      return release ? <HistoryTab target={target} release={release} /> : null;
    case 'notes':
      return <NotesTab target={target} />;
    case 'operations':
      return <OperationsTab target={target} />;
    default:
      return <OverviewTab target={target} targetKey={props.targetKey} />;
  }
}

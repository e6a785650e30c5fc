import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  stringifyReleaseRef,
  type ReleaseRef,
  type Revision,
  type Target,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { BUSY, CALM, useLive } from '../../hooks/useLive';
import { useQuery } from '../../hooks/useQuery';
import { useText } from '../../hooks/useText';
import { Empty } from '../Base/Empty';
import { Failure } from '../Base/Failure';
import { Note } from '../Base/Note';
import { Skeleton } from '../Base/Skeleton';
import { ChosenDiff, DiffBetween } from './DiffBetween';
import { readDiffChoice } from './diffChoice';
import { HistoryBar, type RevisionFilter } from './HistoryBar';
import { RevisionRow } from './RevisionRow';
import { useHistoryStyles } from './useHistoryStyles';

/** Every revision that is kept, newest first, and what lies between them. */
export function HistoryTab(props: { target: Target; release: ReleaseRef }) {
  const t = useText();
  const api = useApi(helmApiRef);
  const { target, release } = props;
  const { data, error, isLoading, refresh } = useLive(
    `history:${stringifyReleaseRef(release)}`,
    () => api.history(release),
    () => (target.activeOperation ? BUSY : CALM),
  );
  return (
    <>
      {isLoading && <Skeleton label={t('selected.history.reading')} />}
      {error && !data && (
        <div style={{ padding: 16 }}>
          <Failure
            title={t('selected.history.failed')}
            error={error}
            retry={refresh}
          />
        </div>
      )}
      {data?.stale && <Note tone="warn">{t('selected.history.stale')}</Note>}
      {data?.items.length === 0 && (
        <Empty icon="clock" title={t('selected.history.empty')}>
          {t('selected.history.emptyText')}
        </Empty>
      )}
      {data && data.items.length > 0 && (
        <Revisions items={data.items} target={target} release={release} />
      )}
    </>
  );
}

function matches(revision: Revision, search: string, filter: RevisionFilter) {
  const text = [
    revision.by,
    revision.reason,
    revision.chartVersion,
    revision.appVersion,
    revision.description,
  ].join(' ');
  return (
    text.toLowerCase().includes(search.trim().toLowerCase()) &&
    (filter === 'all' || revision.status === 'failed')
  );
}

function Revisions(props: {
  items: Revision[];
  target: Target;
  release: ReleaseRef;
}) {
  const classes = useHistoryStyles();
  const t = useText();
  const query = useQuery();
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<RevisionFilter>('all');
  const { target, release } = props;
  const items = [...props.items].sort((a, b) => b.revision - a.revision);
  const shown = items.filter(item => matches(item, search, filter));
  const rollback = target.actions.find(entry => entry.action === 'rollback');
  const choice = readDiffChoice(query.get('diff'));
  const isBetweenRows = shown.some(
    (item, index) =>
      item.revision === choice?.right &&
      shown[index + 1]?.revision === choice.left,
  );
  return (
    <>
      <HistoryBar
        items={items}
        search={search}
        filter={filter}
        onSearch={setSearch}
        onFilter={setFilter}
      />
      {choice && !isBetweenRows && (
        <div style={{ padding: 16 }}>
          <ChosenDiff release={release} choice={choice} />
        </div>
      )}
      <div className={classes.head} aria-hidden="true">
        <span>{t('selected.history.revision')}</span>
        <span>{t('selected.history.result')}</span>
        <span>{t('selected.history.chart')}</span>
        <span>{t('selected.history.who')}</span>
        <span>{t('selected.history.changed')}</span>
        <span>{t('selected.history.when')}</span>
      </div>
      {shown.length === 0 && (
        <Empty icon="search" title={t('selected.history.noMatch')} />
      )}
      <ol className={classes.list} reversed>
        {shown.map((revision, index) => {
          const before = items[items.indexOf(revision) + 1];
          const below = shown[index + 1];
          return (
            <li key={revision.revision}>
              <RevisionRow
                revision={revision}
                before={before}
                isNewest={revision === items[0]}
                rollback={rollback}
              />
              {below && (
                <DiffBetween
                  release={release}
                  left={below.revision}
                  right={revision.revision}
                />
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}

import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type { ReleaseList } from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { BUSY, CALM, useLive } from '../../hooks/useLive';
import { useQuery } from '../../hooks/useQuery';
import { useText } from '../../hooks/useText';
import type { Tone } from '../../theme/tokens';
import { ActionButton } from '../Base/ActionButton';
import { Card } from '../Base/Card';
import { Empty } from '../Base/Empty';
import { Failure } from '../Base/Failure';
import { Caption, Stack } from '../Base/Layout';
import { Note } from '../Base/Note';
import { Skeleton } from '../Base/Skeleton';
import { FleetFilters } from './FleetFilters';
import { fleetFilters, type FleetFilter } from './fleetFilters';
import { ReleaseTable } from './ReleaseTable';
import { StateTally } from './StateTally';
import { byNeed, tally, tallyTones } from './tally';
import { useEnvironments } from './useEnvironments';

const PAGE = 100;

/** Releases to choose from: all that one may see, or those of `fixed`. */
export function ReleaseBrowser(props: {
  /** What is not for the reader to choose. */
  fixed?: Partial<Record<FleetFilter, string>>;
}) {
  const t = useText();
  const api = useApi(helmApiRef);
  const query = useQuery();
  const [limit, setLimit] = useState(PAGE);
  const environments = useEnvironments();
  const { fixed = {} } = props;
  const chosen = Object.fromEntries(
    fleetFilters.map(name => [name, fixed[name] ?? query.get(name)]),
  );
  const filters = { ...chosen, q: query.get('q'), limit };
  const { data, error, isLoading, refresh } = useLive(
    `releases:${JSON.stringify(filters)}`,
    () => api.releases(filters),
    list =>
      list?.items.some(row => row.headline.tone === 'accent') ? BUSY : CALM,
  );
  const choices = [...fleetFilters, 'q', 'tone'];
  const isChosen = choices.some(name => query.get(name) !== undefined);
  const clear = () =>
    query.set(Object.fromEntries(choices.map(name => [name, undefined])));
  return (
    <Stack gap={24}>
      {data?.away.map(({ cluster, problem }) => (
        <Note key={cluster} tone="warn" live="polite">
          <strong>{t('fleet.away', { cluster })}</strong>{' '}
          {t('fleet.awayText', { problem })}
        </Note>
      ))}
      {error && (
        <Failure title={t('fleet.failed')} error={error} retry={refresh} />
      )}
      {data && !data.nextCursor && data.items.length > 0 && (
        <StateTally
          counts={tally(data.items)}
          chosen={chosenTone(query.get('tone'))}
          onChoose={tone => query.set({ tone }, { replace: true })}
        />
      )}
      <Card
        bare
        title={t('fleet.tabs.releases')}
        caption={data && <Count list={data} />}
        footer={
          data?.nextCursor && (
            <ActionButton look="quiet" onClick={() => setLimit(limit + PAGE)}>
              {t('fleet.more')}
            </ActionButton>
          )
        }
      >
        <FleetFilters
          environments={environments}
          facets={data?.facets}
          fixed={fixed}
        />
        {isLoading && <Skeleton label={t('fleet.reading')} lines={10} />}
        {data && (
          <Matching
            list={data}
            tone={chosenTone(query.get('tone'))}
            onClear={isChosen ? clear : undefined}
          />
        )}
      </Card>
    </Stack>
  );
}

function Count(props: { list: ReleaseList }) {
  const t = useText();
  const { items, total } = props.list;
  return (
    <>
      {total !== undefined && total > items.length
        ? t('fleet.countOf', {
            n: String(items.length),
            all: String(total),
          })
        : t('fleet.count', { count: items.length })}
    </>
  );
}

function Matching(props: {
  list: ReleaseList;
  tone: Tone | undefined;
  onClear?: () => void;
}) {
  const t = useText();
  const { list, tone } = props;
  const rows = byNeed(
    list.items.filter(row => !tone || row.headline.tone === tone),
  );
  return rows.length > 0 ? (
    <ReleaseTable rows={rows} />
  ) : (
    <Empty icon="search" title={t('fleet.empty')}>
      <Caption>{t('fleet.emptyText')}</Caption>
      {props.onClear && (
        <ActionButton onClick={props.onClear}>{t('fleet.clear')}</ActionButton>
      )}
    </Empty>
  );
}

function chosenTone(name: string | undefined): Tone | undefined {
  return tallyTones.find(tone => tone === name);
}

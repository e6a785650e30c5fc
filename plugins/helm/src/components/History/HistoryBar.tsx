import { useState } from 'react';
import type { Revision } from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';
import { useText } from '../../hooks/useText';
import { ActionButton } from '../Base/ActionButton';
import { SearchField, SelectField } from '../Base/Fields';
import { Segmented } from '../Base/Segmented';
import { writeDiffChoice } from './diffChoice';
import { useHistoryStyles } from './useHistoryStyles';

export type RevisionFilter = 'all' | 'failed';

/** Search, filter, and the comparison of any two revisions. */
export function HistoryBar(props: {
  items: Revision[];
  search: string;
  filter: RevisionFilter;
  onSearch: (text: string) => void;
  onFilter: (filter: RevisionFilter) => void;
}) {
  const classes = useHistoryStyles();
  const t = useText();
  const query = useQuery();
  const { items } = props;
  const numbers = items.map(item => String(item.revision));
  const [left, setLeft] = useState(numbers[1] ?? numbers[0]);
  const [right, setRight] = useState(numbers[0]);
  const options = numbers.map(value => ({ value, label: value }));
  const failed = items.filter(item => item.status === 'failed').length;
  return (
    <div className={classes.bar}>
      <SearchField
        label={t('selected.history.search')}
        value={props.search}
        onChange={props.onSearch}
      />
      <Segmented<RevisionFilter>
        label={t('selected.history.filter')}
        value={props.filter}
        options={[
          {
            value: 'all',
            label: t('selected.history.filterAll', {
              n: String(items.length),
            }),
          },
          {
            value: 'failed',
            label: t('selected.history.filterFailed', {
              n: String(failed),
            }),
          },
        ]}
        onChange={props.onFilter}
      />
      {numbers.length > 1 && (
        <div className={classes.push}>
          <SelectField
            label={t('selected.history.compare')}
            value={left}
            options={options}
            onChange={setLeft}
          />
          <SelectField
            label={t('selected.history.with')}
            value={right}
            options={options}
            onChange={setRight}
          />
          <ActionButton
            onClick={() => {
              const pair = [Number(left), Number(right)].sort((a, b) => a - b);
              query.set({
                diff: writeDiffChoice({
                  left: pair[0],
                  right: pair[1],
                  of: 'manifest',
                }),
              });
            }}
          >
            {t('selected.history.compare')}
          </ActionButton>
        </div>
      )}
    </div>
  );
}

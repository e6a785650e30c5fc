import type { Diff } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Empty } from '../Base/Empty';
import { Why } from '../Base/Why';
import { DiffObject } from './DiffObject';

/** Objects that open by themselves. */
const OPEN_AT_FIRST = 3;

/** Every object, or the values document, that differs between two states. */
export function DiffView(props: { diff: Diff }) {
  const t = useText();
  const { diff } = props;
  const entries = diff.entries.filter(entry => entry.change !== 'unchanged');
  return (
    <div>
      {diff.denied && (
        <div style={{ padding: '8px 16px' }}>
          <Why>{diff.denied}</Why>
        </div>
      )}
      {entries.length === 0 && !diff.denied && (
        <Empty icon="tick" tone="ok" title={t('selected.diff.none')}>
          {diff.of === 'manifest'
            ? t('selected.diff.noneManifest')
            : t('selected.diff.noneValues')}
        </Empty>
      )}
      {entries.map((entry, index) => (
        <DiffObject
          key={`${entry.title}-${index}`}
          entry={entry}
          startsOpen={index < OPEN_AT_FIRST}
        />
      ))}
    </div>
  );
}

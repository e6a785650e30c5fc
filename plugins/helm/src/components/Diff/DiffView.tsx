import { useState } from 'react';
import type { Diff } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Empty } from '../Base/Empty';
import { Why } from '../Base/Why';
import { DiffObject } from './DiffObject';
import { MoreObjects } from './MoreObjects';

/** Objects that open by themselves. */
const OPEN_AT_FIRST = 3;

/** Every object, or the values document, that differs between two states. */
export function DiffView(props: { diff: Diff; most?: number; open?: number }) {
  const t = useText();
  const [isWhole, setIsWhole] = useState(false);
  const { diff, most = Infinity, open = OPEN_AT_FIRST } = props;
  const entries = diff.entries.filter(entry => entry.change !== 'unchanged');
  // One more is not worth a row of its own.
  const shown =
    isWhole || entries.length <= most + 1 ? entries : entries.slice(0, most);
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
      {shown.map((entry, index) => (
        <DiffObject
          key={`${entry.title}-${index}`}
          entry={entry}
          startsOpen={index < open}
        />
      ))}
      {shown.length < entries.length && (
        <MoreObjects
          entries={entries.slice(shown.length)}
          onShow={() => setIsWhole(true)}
        />
      )}
    </div>
  );
}

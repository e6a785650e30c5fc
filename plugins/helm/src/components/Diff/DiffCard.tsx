import type { ReactNode } from 'react';
import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { Failure } from '../Base/Failure';
import { Skeleton } from '../Base/Skeleton';
import { DiffView } from './DiffView';
import { LineCounts } from './LineCounts';
import { countLines } from './countLines';
import { useDiff, type DiffQuery } from './useDiff';

/** A comparison in a card, with its counts on the title. */
export function DiffCard(props: {
  title: string;
  query: DiffQuery | undefined;
  aside?: ReactNode;
  /** Objects that are listed at first; the others are one row. */
  most?: number;
  /** Objects that open by themselves. */
  open?: number;
}) {
  const t = useText();
  const { title, query } = props;
  const { data, error, isLoading, refresh } = useDiff(query);
  const all = data
    ? data.counts.added +
      data.counts.changed +
      data.counts.removed +
      data.counts.unchanged
    : 0;
  return (
    <Card
      title={title}
      bare
      caption={
        data && (
          <>
            {data.of === 'manifest' &&
              t('selected.diff.objects', {
                changed: String(all - data.counts.unchanged),
                all: String(all),
              })}{' '}
            <LineCounts {...countLines(data.entries)} />
          </>
        )
      }
      aside={props.aside}
    >
      {isLoading && <Skeleton label={t('selected.diff.reading')} />}
      {error && !data && (
        <div style={{ padding: 16 }}>
          <Failure
            title={t('selected.diff.failed')}
            error={error}
            retry={refresh}
          />
        </div>
      )}
      {data && <DiffView diff={data} most={props.most} open={props.open} />}
    </Card>
  );
}

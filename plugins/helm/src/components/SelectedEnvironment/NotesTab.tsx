import type { Target } from '@backstage-helm/plugin-helm-common';
import { useRevision } from '../../hooks/useRevision';
import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { Code } from '../Base/Code';
import { Empty } from '../Base/Empty';
import { Failure } from '../Base/Failure';
import { Skeleton } from '../Base/Skeleton';

/** The chart's own notes, as it rendered them. */
export function NotesTab(props: { target: Target }) {
  const t = useText();
  const { release, deployed } = props.target;
  const { data, error, isLoading, refresh } = useRevision(
    release,
    deployed?.revision,
  );
  return (
    <>
      {isLoading && <Skeleton label={t('base.loading')} />}
      {error && !data && (
        <Failure
          title={t('selected.manifest.failed')}
          error={error}
          retry={refresh}
        />
      )}
      {data && (
        <Card
          bare
          title={t('selected.notes.title')}
          caption={t('selected.notes.caption', {
            revision: String(data.revision.revision),
          })}
        >
          {data.notes.trim() ? (
            <Code plain label={t('selected.notes.title')} text={data.notes} />
          ) : (
            <Empty icon="document" title={t('selected.notes.empty')} />
          )}
        </Card>
      )}
    </>
  );
}

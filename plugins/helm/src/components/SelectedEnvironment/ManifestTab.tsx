import {
  stringifyReleaseRef,
  type Target,
} from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';
import { useRevision } from '../../hooks/useRevision';
import { useText } from '../../hooks/useText';
import { ActionButton } from '../Base/ActionButton';
import { Card } from '../Base/Card';
import { Code } from '../Base/Code';
import { CopyButton } from '../Base/CopyButton';
import { Empty } from '../Base/Empty';
import { Failure } from '../Base/Failure';
import { Stack } from '../Base/Layout';
import { Skeleton } from '../Base/Skeleton';
import { DiffCard } from '../Diff/DiffCard';

/** What the release put into the cluster; or how the declaration differs from it. */
export function ManifestTab(props: { target: Target }) {
  const t = useText();
  const query = useQuery();
  const { release, deployed, declared } = props.target;
  const { data, error, isLoading, refresh } = useRevision(
    release,
    deployed?.revision,
  );
  if (release && query.get('diff') === 'declared') {
    const name = stringifyReleaseRef(release);
    const sides = { left: `${name}@deployed`, right: `${name}@declared` };
    const words = {
      left: t('selected.diff.deployed'),
      right: t('selected.diff.declared'),
    };
    const back = (
      <ActionButton
        dense
        icon="close"
        onClick={() => query.set({ diff: undefined })}
      >
        {t('base.close')}
      </ActionButton>
    );
    return (
      <Stack>
        <DiffCard
          title={t('selected.diff.title.values', words)}
          query={{ ...sides, of: 'values' }}
          aside={back}
        />
        <DiffCard
          title={t('selected.diff.title.manifest', words)}
          query={{ ...sides, of: 'manifest' }}
        />
      </Stack>
    );
  }
  const hooks = data?.hooks.trim();
  return (
    <Stack>
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
          title={t('selected.manifest.title')}
          caption={t('selected.manifest.caption', {
            revision: String(data.revision.revision),
          })}
          aside={
            <>
              {declared && (
                <ActionButton onClick={() => query.set({ diff: 'declared' })}>
                  {t('selected.declared.showDiff')}
                </ActionButton>
              )}
              <CopyButton
                label={t('selected.manifest.copy')}
                text={data.manifest}
              />
            </>
          }
        >
          {data.manifest.trim() ? (
            <Code
              label={t('selected.manifest.title')}
              text={data.manifest}
              maxHeight={720}
            />
          ) : (
            <Empty icon="document" title={t('selected.manifest.empty')} />
          )}
        </Card>
      )}
      {hooks && (
        <Card bare title={t('selected.manifest.hooks')}>
          <Code
            label={t('selected.manifest.hooks')}
            text={hooks}
            maxHeight={480}
          />
        </Card>
      )}
    </Stack>
  );
}

import type { EnvironmentSummary } from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';
import { useText } from '../../hooks/useText';
import { Note } from '../Base/Note';
import { TextLink } from '../Base/TextLink';
import { HeldReview } from './HeldReview';

/** Environments whose brake holds changes, and the review of the one that the address names. */
export function HeldNotices(props: {
  environments: EnvironmentSummary[];
  onChange: () => void;
}) {
  const t = useText();
  const query = useQuery();
  const { environments, onChange } = props;
  const reviewed = environments.find(({ name }) => name === query.get('held'));
  return (
    <>
      {environments.map(({ name, sync }) =>
        sync?.held ? (
          <Note key={name} tone="warn" icon="pause" live="polite">
            <strong>
              {t('sync.held.title', {
                count: sync.held.changes,
                environment: name,
              })}
            </strong>{' '}
            {t('sync.held.text', { most: String(sync.maxChanges) })}{' '}
            <TextLink to={query.href({ held: name })}>
              {t('sync.held.review')}
            </TextLink>
          </Note>
        ) : null,
      )}
      {reviewed?.sync && (
        <HeldReview
          key={reviewed.name}
          environment={reviewed.name}
          sync={reviewed.sync}
          onClose={() => query.set({ held: undefined })}
          onChange={onChange}
        />
      )}
    </>
  );
}

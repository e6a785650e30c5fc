import { isHelmApiError } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { ActionButton } from './ActionButton';
import { Caption, Stack } from './Layout';
import { Note } from './Note';

/** What failed, why in the server's words, what to do, and its stable code. */
export function Failure(props: {
  title: string;
  error: Error;
  retry?: () => void;
}) {
  const t = useText();
  const { title, error, retry } = props;
  const known = isHelmApiError(error) ? error : undefined;
  const isDenied = known?.status === 403;
  return (
    <Note tone="err" icon={isDenied ? 'lock' : 'cross'} live="assertive">
      <Stack gap={6}>
        <div>
          <strong>{title}</strong> {error.message} {known?.wayOut}
        </div>
        {known && (
          <Caption>
            {t('base.code', { code: known.code })}
            {known.field && ` · ${t('base.field', { field: known.field })}`}
          </Caption>
        )}
        {retry && !isDenied && (
          <div>
            <ActionButton dense icon="retry" onClick={retry}>
              {t('base.tryAgain')}
            </ActionButton>
          </div>
        )}
      </Stack>
    </Note>
  );
}

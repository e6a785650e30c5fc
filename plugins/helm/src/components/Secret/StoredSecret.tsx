import type { SecretReference } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Note } from '../Base/Note';

/** Where a Secret was stored, and how values name it. */
export function StoredSecret(props: { reference: SecretReference }) {
  const t = useText();
  const { name, namespace, keys, created } = props.reference;
  const place = { name, namespace };
  return (
    <Note tone="ok" icon="lock" live="polite">
      {created ? t('secret.stored', place) : t('secret.changed', place)}{' '}
      {t('secret.keys', { keys: keys.join(', ') })}{' '}
      {t('secret.useIt', { name })}
    </Note>
  );
}

import { useState } from 'react';
import type {
  ReleaseRef,
  SecretReference,
} from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { ActionButton } from '../Base/ActionButton';
import { SecretDialog } from './SecretDialog';
import { findSecret, takeSecretOut } from './takeSecretOut';

/**
 * The way out of `SECRET_IN_VALUES`: what was typed becomes a Secret in the
 * cluster, and leaves the values.
 */
export function StoreFoundSecret(props: {
  release: ReleaseRef;
  environment: string;
  /** The values as they were refused. */
  values: string;
  /** What the server complained about. */
  field?: string;
  onStored: (reference: SecretReference, values: string) => void;
}) {
  const t = useText();
  const { release, values } = props;
  const [isOpen, setIsOpen] = useState(false);
  const found = findSecret(values, props.field);
  return (
    <div>
      <ActionButton icon="lock" look="outlined" onClick={() => setIsOpen(true)}>
        {t('secret.store')}
      </ActionButton>
      {isOpen && (
        <SecretDialog
          release={release}
          environment={props.environment}
          suggestion={{
            name: `${release.name}-secrets`,
            entries: found ? [{ key: found.key, value: found.value }] : [],
          }}
          onClose={() => setIsOpen(false)}
          onStored={reference => {
            setIsOpen(false);
            props.onStored(
              reference,
              found ? takeSecretOut(values, found.path) : values,
            );
          }}
        />
      )}
    </div>
  );
}

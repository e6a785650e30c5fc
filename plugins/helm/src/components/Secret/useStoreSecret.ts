import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type {
  ReleaseRef,
  SecretReference,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import type { SecretDraft } from './secretDraft';

/** Writing a Secret: once at a time. */
export interface StoringSecret {
  isStoring: boolean;
  error?: Error;
  store: (draft: SecretDraft, reason: string) => void;
}

/** Writes a Secret beside a release, at once. */
export function useStoreSecret(
  release: ReleaseRef,
  onStored: (reference: SecretReference) => void,
): StoringSecret {
  const api = useApi(helmApiRef);
  const [isStoring, setIsStoring] = useState(false);
  const [error, setError] = useState<Error>();
  const store = (draft: SecretDraft, reason: string) => {
    if (isStoring) {
      return;
    }
    setIsStoring(true);
    setError(undefined);
    const data = Object.fromEntries(
      draft.entries.map(({ key, value }) => [key, value]),
    );
    api
      .writeSecret(release, draft.name, {
        data,
        reason: reason.trim() || undefined,
      })
      .then(onStored, setError)
      .finally(() => setIsStoring(false));
  };
  return { isStoring, error, store };
}

import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type { ReleaseRef, Target } from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useText } from '../../hooks/useText';
import { ReasonDialog } from '../Approvals/ReasonDialog';

/** Asks why, and stops what the catalog deploys here by itself. */
export function PauseDialog(props: {
  target: Target;
  release: ReleaseRef;
  onClose: () => void;
  onPaused: () => void;
}) {
  const t = useText();
  const api = useApi(helmApiRef);
  const [isSending, setIsSending] = useState(false);
  const [error, setError] = useState<Error>();
  const { target, release, onPaused } = props;
  const pause = async (reason: string) => {
    setIsSending(true);
    setError(undefined);
    try {
      await api.pauseSync(release, { reason });
      onPaused();
    } catch (failure) {
      setError(failure as Error);
      setIsSending(false);
    }
  };
  return (
    <ReasonDialog
      words={{
        title: t('sync.pause.title', {
          release: release.name,
          environment: target.environment.name,
        }),
        text: t('sync.pause.text'),
        reason: t('sync.pause.reason'),
        confirm: t('sync.pause.confirm'),
        failed: t('sync.pause.failed'),
      }}
      isSending={isSending}
      error={error}
      onClose={props.onClose}
      onConfirm={pause}
    />
  );
}

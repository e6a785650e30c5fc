import { useId } from 'react';
import type { Target } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { ActionButton } from '../Base/ActionButton';
import { Stack } from '../Base/Layout';
import { Why } from '../Base/Why';
import { useSyncControl } from './SyncControl';

/** Lets automatic sync go on; off with the reason where one may not. */
export function ResumeButton(props: { target: Target; label: string }) {
  const t = useText();
  const whyId = useId();
  const { resume, isResuming } = useSyncControl();
  const { release, actions } = props.target;
  const offer = actions.find(({ action }) => action === 'resume-sync');
  if (!offer || !release) {
    return null;
  }
  const isSending = isResuming(release);
  return (
    <Stack gap={4}>
      <div>
        <ActionButton
          dense
          icon="retry"
          off={!offer.allowed || isSending}
          offBecauseId={whyId}
          onClick={() => resume(release)}
        >
          {isSending ? t('sync.resuming') : props.label}
        </ActionButton>
      </div>
      {!offer.allowed && offer.reason && <Why id={whyId}>{offer.reason}</Why>}
    </Stack>
  );
}

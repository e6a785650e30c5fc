import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type { EnvironmentSync } from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useText } from '../../hooks/useText';
import { ActionButton } from '../Base/ActionButton';
import { Card } from '../Base/Card';
import { Empty } from '../Base/Empty';
import { Failure } from '../Base/Failure';
import { TextArea } from '../Base/Fields';
import { Caption, Row, Stack } from '../Base/Layout';
import { Note } from '../Base/Note';
import { Time } from '../Base/Time';
import { SidePanel } from '../Deploy/SidePanel';
import { HeldTable } from './HeldTable';

/**
 * The changes that an environment's brake holds, and the word that lets them
 * go on. Continued is the set that is shown: its digest is what is sent.
 */
export function HeldReview(props: {
  environment: string;
  sync: EnvironmentSync;
  onClose: () => void;
  onChange: () => void;
}) {
  const t = useText();
  const api = useApi(helmApiRef);
  const { environment, sync, onClose, onChange } = props;
  const { held } = sync;
  const [lookedAt, setLookedAt] = useState(held?.digest);
  const [reason, setReason] = useState('');
  const [isTried, setIsTried] = useState(false);
  const [isSending, setIsSending] = useState(false);
  const [error, setError] = useState<Error>();
  const isOther = held !== undefined && held.digest !== lookedAt;
  const isMissing = !reason.trim();

  const proceed = async (digest: string) => {
    setIsTried(true);
    if (isMissing) {
      return;
    }
    setIsSending(true);
    setError(undefined);
    // What is on the screen now has been looked at from here on.
    setLookedAt(digest);
    try {
      const after = await api.continueSync(environment, {
        digest,
        reason: reason.trim(),
      });
      if (!after.held) {
        onClose();
      }
    } catch (failure) {
      setError(failure as Error);
    } finally {
      setIsSending(false);
      onChange();
    }
  };

  return (
    <SidePanel
      title={t('sync.held.panel', { environment })}
      subtitle={
        held &&
        t('sync.held.since', {
          time: <Time at={held.since} />,
          most: String(sync.maxChanges),
        })
      }
      onClose={onClose}
      footer={
        held ? (
          <Stack gap={8}>
            <TextArea
              label={t('sync.held.reason')}
              value={reason}
              maxLength={1000}
              problem={
                isTried && isMissing
                  ? t('deploy.review.reasonMissing')
                  : undefined
              }
              onChange={setReason}
            />
            <Row actions>
              <ActionButton onClick={onClose}>{t('base.cancel')}</ActionButton>
              <ActionButton
                look="filled"
                off={isSending}
                onClick={() => proceed(held.digest)}
              >
                {isSending
                  ? t('sync.held.continuing')
                  : t('sync.held.confirm', { count: held.changes })}
              </ActionButton>
            </Row>
          </Stack>
        ) : (
          <ActionButton onClick={onClose}>{t('base.close')}</ActionButton>
        )
      }
    >
      <Stack>
        {error && (
          <Failure title={t('sync.held.continueFailed')} error={error} />
        )}
        {isOther && (
          <Note tone="warn" live="polite">
            {t('sync.held.changed')}
          </Note>
        )}
        {held ? (
          <Card bare title={t('sync.held.changes')}>
            <HeldTable environment={environment} held={held} />
          </Card>
        ) : (
          <Empty
            icon="tick"
            tone="ok"
            title={t('sync.held.nothing', { environment })}
          >
            <Caption>{t('sync.held.nothingText')}</Caption>
          </Empty>
        )}
      </Stack>
    </SidePanel>
  );
}

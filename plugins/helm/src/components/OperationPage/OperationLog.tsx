import { useState } from 'react';
import {
  isTerminal,
  type Operation,
  type OperationEvent,
} from '@backstage-helm/plugin-helm-common';
import type { FollowedOperation } from '../../hooks/useFollowedOperation';
import { useText } from '../../hooks/useText';
import { ActionButton } from '../Base/ActionButton';
import { Card } from '../Base/Card';
import { Empty } from '../Base/Empty';
import { Failure } from '../Base/Failure';
import { LogLines } from '../Base/LogLines';
import { Note } from '../Base/Note';
import { logLines } from '../Operation/logLines';

/** The log as it is written; a broken connection loses nothing. */
export function OperationLog(props: {
  operation: Operation;
  events: OperationEvent[];
  connection: FollowedOperation['connection'];
  error?: Error;
}) {
  const t = useText();
  const [isFollowing, setIsFollowing] = useState(true);
  const { operation, events, connection, error } = props;
  const isOver = isTerminal(operation.status);
  return (
    <Card
      bare
      title={t('operation.log')}
      caption={isOver ? t('operation.logFinished') : t('operation.logLive')}
      aside={
        <>
          {events.length > 0 && (
            <ActionButton
              dense
              look="quiet"
              onClick={() => download(operation.id, events)}
            >
              {t('operation.download')}
            </ActionButton>
          )}
          {!isOver && (
            <ActionButton
              dense
              pressed={isFollowing}
              icon={isFollowing ? 'pause' : 'down'}
              onClick={() => setIsFollowing(!isFollowing)}
            >
              {isFollowing ? t('operation.following') : t('operation.follow')}
            </ActionButton>
          )}
        </>
      }
    >
      {connection === 'reconnecting' && (
        <div style={{ padding: 16 }}>
          <Note tone="accent" icon="progress" live="polite">
            <strong>{t('operation.reconnecting')}</strong>{' '}
            {t('operation.reconnectingText')}
          </Note>
        </div>
      )}
      {error && (
        <div style={{ padding: 16 }}>
          <Failure title={t('operation.logDenied')} error={error} />
        </div>
      )}
      {events.length > 0 && (
        <LogLines
          label={t('operation.log')}
          lines={logLines(events)}
          maxHeight={480}
          follow={isFollowing && !isOver}
        />
      )}
      {events.length === 0 && !error && (
        <Empty icon="clock" title={t('operation.logEmpty')} />
      )}
    </Card>
  );
}

function download(id: string, events: OperationEvent[]) {
  const text = events.map(event => `${event.at} ${event.text}\n`).join('');
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `helm-operation-${id}.log`;
  link.click();
  URL.revokeObjectURL(url);
}

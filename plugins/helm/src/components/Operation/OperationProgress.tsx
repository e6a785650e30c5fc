import { useRouteRef } from '@backstage/core-plugin-api';
import type { Operation } from '@backstage-helm/plugin-helm-common';
import { useFollowedOperation } from '../../hooks/useFollowedOperation';
import { useText } from '../../hooks/useText';
import { operationRouteRef } from '../../routes';
import { WaitingNotice } from '../Approvals/WaitingNotice';
import { Card } from '../Base/Card';
import { Stack } from '../Base/Layout';
import { LogLines } from '../Base/LogLines';
import { Note } from '../Base/Note';
import { TextLink } from '../Base/TextLink';
import { CancelButton } from './CancelButton';
import { logLines } from './logLines';
import { operationTitle } from './operationWords';
import { Phases } from './Phases';

const TAIL = 6;

/** A running operation: its phases, the end of its log, Cancel. */
export function OperationProgress(props: { operation: Operation }) {
  const t = useText();
  const operationLink = useRouteRef(operationRouteRef);
  const followed = useFollowedOperation(props.operation.id);
  const operation = followed.operation ?? props.operation;
  return (
    <Card
      title={operationTitle(t, operation)}
      caption={t('operation.id', { id: operation.id })}
      aside={
        <>
          {operationLink && (
            <TextLink to={operationLink({ id: operation.id })}>
              {t('operation.open')}
            </TextLink>
          )}
          <CancelButton operation={operation} dense />
        </>
      }
    >
      <Stack>
        {operation.status === 'awaiting-approval' ? (
          <WaitingNotice operation={operation} />
        ) : (
          <Phases phases={operation.phases} />
        )}
        {followed.connection === 'reconnecting' && (
          <Note tone="accent" icon="progress" live="polite">
            <strong>{t('operation.reconnecting')}</strong>{' '}
            {t('operation.reconnectingText')}
          </Note>
        )}
        {followed.events.length > 0 && (
          <LogLines
            label={t('operation.log')}
            lines={logLines(followed.events.slice(-TAIL))}
          />
        )}
      </Stack>
    </Card>
  );
}

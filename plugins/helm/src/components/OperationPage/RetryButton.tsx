import { useId, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import Dialog from '@material-ui/core/Dialog';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import type { Operation } from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useText } from '../../hooks/useText';
import { operationRouteRef } from '../../routes';
import { ActionButton } from '../Base/ActionButton';
import { Card } from '../Base/Card';
import { Failure } from '../Base/Failure';
import { TextArea } from '../Base/Fields';
import { Row, Stack } from '../Base/Layout';
import { Why } from '../Base/Why';

/** Asks for the same again, as a new and linked operation. */
export function RetryButton(props: { operation: Operation }) {
  const t = useText();
  const whyId = useId();
  const [isOpen, setIsOpen] = useState(false);
  const { operation } = props;
  const offer = operation.actions?.find(entry => entry.action === 'retry');
  if (!offer) {
    return null;
  }
  return (
    <>
      <ActionButton
        icon="retry"
        off={!offer.allowed}
        offBecauseId={whyId}
        onClick={() => setIsOpen(true)}
      >
        {t('operation.retry')}
      </ActionButton>
      {!offer.allowed && offer.reason && <Why id={whyId}>{offer.reason}</Why>}
      {isOpen && (
        <RetryDialog operation={operation} onClose={() => setIsOpen(false)} />
      )}
    </>
  );
}

function RetryDialog(props: { operation: Operation; onClose: () => void }) {
  const t = useText();
  const api = useApi(helmApiRef);
  const navigate = useNavigate();
  const operationLink = useRouteRef(operationRouteRef);
  const { operation, onClose } = props;
  const [reason, setReason] = useState(operation.reason ?? '');
  const [isSending, setIsSending] = useState(false);
  const [error, setError] = useState<Error>();
  const retry = async () => {
    setIsSending(true);
    setError(undefined);
    try {
      const next = await api.retryOperation(operation.id, reason.trim());
      onClose();
      navigate(operationLink({ id: next.id }));
    } catch (failure) {
      setError(failure as Error);
      setIsSending(false);
    }
  };
  return (
    <Dialog
      open
      fullWidth
      maxWidth="sm"
      onClose={onClose}
      aria-label={t('operation.retryTitle')}
    >
      <Card title={t('operation.retryTitle')}>
        <Stack>
          <span>{t('operation.retryText')}</span>
          {error && (
            <Failure title={t('operation.retryFailed')} error={error} />
          )}
          <TextArea
            label={t('deploy.review.reason')}
            value={reason}
            maxLength={1000}
            onChange={setReason}
          />
          <Row actions>
            <ActionButton onClick={onClose}>{t('base.cancel')}</ActionButton>
            <ActionButton
              look="filled"
              off={isSending || !reason.trim()}
              onClick={retry}
            >
              {t('operation.retryConfirm')}
            </ActionButton>
          </Row>
        </Stack>
      </Card>
    </Dialog>
  );
}

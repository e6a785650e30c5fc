import { useId, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type { Operation } from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useText } from '../../hooks/useText';
import { ActionButton } from '../Base/ActionButton';
import { Failure } from '../Base/Failure';
import { Why } from '../Base/Why';

/** Cancels an operation that still can be; else says why it can't. */
export function CancelButton(props: { operation: Operation; dense?: boolean }) {
  const t = useText();
  const api = useApi(helmApiRef);
  const whyId = useId();
  const [isAsked, setIsAsked] = useState(false);
  const [error, setError] = useState<Error>();
  const { operation } = props;
  const offer = operation.actions?.find(entry => entry.action === 'cancel');
  if (!offer) {
    return null;
  }
  const isWaiting = isAsked || operation.cancelRequestedBy !== undefined;
  const cancel = async () => {
    setIsAsked(true);
    setError(undefined);
    try {
      await api.cancelOperation(operation.id);
    } catch (failure) {
      setIsAsked(false);
      setError(failure as Error);
    }
  };
  return (
    <>
      <ActionButton
        icon="stop"
        dense={props.dense}
        off={!offer.allowed || isWaiting}
        offBecauseId={whyId}
        onClick={cancel}
      >
        {isWaiting ? t('operation.cancelling') : t('base.cancel')}
      </ActionButton>
      {!offer.allowed && offer.reason && <Why id={whyId}>{offer.reason}</Why>}
      {error && <Failure title={t('operation.cancelFailed')} error={error} />}
    </>
  );
}

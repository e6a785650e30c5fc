import { useId, useState } from 'react';
import Dialog from '@material-ui/core/Dialog';
import { useText } from '../../hooks/useText';
import { ActionButton } from '../Base/ActionButton';
import { Card } from '../Base/Card';
import { Failure } from '../Base/Failure';
import { TextArea } from '../Base/Fields';
import { Row, Stack } from '../Base/Layout';

/** Asks why, for what must not happen without a word: a rejection, break-glass. */
export function ReasonDialog(props: {
  of: 'reject' | 'breakGlass';
  isSending: boolean;
  error?: Error;
  onClose: () => void;
  onConfirm: (reason: string) => void;
}) {
  const t = useText();
  const textId = useId();
  const [reason, setReason] = useState('');
  const [isTried, setIsTried] = useState(false);
  const { of, isSending, error } = props;
  const isMissing = !reason.trim();
  const confirm = () => {
    setIsTried(true);
    if (!isMissing) {
      props.onConfirm(reason.trim());
    }
  };
  return (
    <Dialog
      open
      fullWidth
      maxWidth="sm"
      onClose={props.onClose}
      aria-label={t(`approvals.${of}.title`)}
      aria-describedby={textId}
    >
      <Card title={t(`approvals.${of}.title`)}>
        <Stack>
          <span id={textId}>{t(`approvals.${of}.text`)}</span>
          {error && (
            <Failure title={t(`approvals.${of}.failed`)} error={error} />
          )}
          <TextArea
            label={t(`approvals.${of}.reason`)}
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
            <ActionButton onClick={props.onClose}>
              {t('base.cancel')}
            </ActionButton>
            <ActionButton
              look={of === 'breakGlass' ? 'danger' : 'filled'}
              off={isSending}
              onClick={confirm}
            >
              {t(`approvals.${of}.confirm`)}
            </ActionButton>
          </Row>
        </Stack>
      </Card>
    </Dialog>
  );
}

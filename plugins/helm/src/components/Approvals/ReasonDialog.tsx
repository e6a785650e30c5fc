import { useId, useState } from 'react';
import Dialog from '@material-ui/core/Dialog';
import { useText } from '../../hooks/useText';
import { ActionButton } from '../Base/ActionButton';
import { Card } from '../Base/Card';
import { Failure } from '../Base/Failure';
import { TextArea } from '../Base/Fields';
import { Row, Stack } from '../Base/Layout';

/** What the dialog says; `failed` stands above why it failed. */
export interface ReasonWords {
  title: string;
  text: string;
  reason: string;
  confirm: string;
  failed: string;
}

/** Asks why, for what must not happen without a word: a rejection, break-glass, a pause. */
export function ReasonDialog(props: {
  words: ReasonWords;
  isDangerous?: boolean;
  isSending: boolean;
  error?: Error;
  onClose: () => void;
  onConfirm: (reason: string) => void;
}) {
  const t = useText();
  const textId = useId();
  const [reason, setReason] = useState('');
  const [isTried, setIsTried] = useState(false);
  const { words, isSending, error } = props;
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
      PaperProps={{ 'aria-label': words.title }}
      aria-describedby={textId}
    >
      <Card title={words.title}>
        <Stack>
          <span id={textId}>{words.text}</span>
          {error && <Failure title={words.failed} error={error} />}
          <TextArea
            label={words.reason}
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
              look={props.isDangerous ? 'danger' : 'filled'}
              off={isSending}
              onClick={confirm}
            >
              {words.confirm}
            </ActionButton>
          </Row>
        </Stack>
      </Card>
    </Dialog>
  );
}

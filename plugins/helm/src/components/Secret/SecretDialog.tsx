import { useState, type KeyboardEvent } from 'react';
import Dialog from '@material-ui/core/Dialog';
import type {
  ReleaseRef,
  SecretReference,
} from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { ActionButton } from '../Base/ActionButton';
import { Card } from '../Base/Card';
import { Failure } from '../Base/Failure';
import { TextArea, Tick } from '../Base/Fields';
import { Caption, Row, Stack } from '../Base/Layout';
import { SecretEntries } from './SecretEntries';
import { SecretTextField } from './SecretTextField';
import {
  draftProblems,
  isStorable,
  startDraft,
  withEntry,
  type SecretSuggestion,
} from './secretDraft';
import { useStoreSecret } from './useStoreSecret';

interface SecretDialogProps {
  release: ReleaseRef;
  /** Name of the environment. */
  environment: string;
  suggestion: SecretSuggestion;
  onClose: () => void;
  onStored: (reference: SecretReference) => void;
}

/**
 * Keys and values of a Secret, written to the cluster at once. What is typed
 * lives in this dialog only and goes when it closes.
 */
export function SecretDialog(props: SecretDialogProps) {
  const t = useText();
  const { release, environment, onClose } = props;
  const title = t('secret.dialog.title', {
    release: release.name,
    environment,
  });
  return (
    <Dialog open fullWidth maxWidth="sm" onClose={onClose} aria-label={title}>
      <Card title={title}>
        <Content {...props} />
      </Card>
    </Dialog>
  );
}

function Content(props: SecretDialogProps) {
  const t = useText();
  const { release, suggestion } = props;
  const [draft, setDraft] = useState(() => startDraft(suggestion));
  const [reason, setReason] = useState('');
  const [isShown, setIsShown] = useState(false);
  const [isTried, setIsTried] = useState(false);
  const { isStoring, error, store } = useStoreSecret(release, props.onStored);
  const problems = draftProblems(draft);
  const confirm = () => {
    setIsTried(true);
    if (isStorable(problems)) {
      store(draft, reason);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      confirm();
    }
  };
  return (
    <Stack>
      <Caption>
        {t('secret.dialog.place', {
          cluster: release.cluster,
          namespace: release.namespace,
        })}{' '}
        {t('secret.dialog.text')}
      </Caption>
      {error && <Failure title={t('secret.dialog.failed')} error={error} />}
      <div role="presentation" onKeyDown={onKeyDown}>
        <Stack>
          <SecretTextField
            label={t('secret.dialog.name')}
            hint={t('secret.dialog.nameHint')}
            value={draft.name}
            problem={
              isTried && problems.name
                ? t(`secret.dialog.${problems.name}`)
                : undefined
            }
            onChange={name => setDraft({ ...draft, name: name.trim() })}
          />
          <SecretEntries
            draft={draft}
            problems={isTried ? problems.entries : undefined}
            isShown={isShown}
            onChange={setDraft}
          />
        </Stack>
      </div>
      <Row>
        <ActionButton
          dense
          icon="plus"
          onClick={() => setDraft(withEntry(draft))}
        >
          {t('secret.dialog.add')}
        </ActionButton>
        <Tick
          label={t('secret.dialog.show')}
          checked={isShown}
          onChange={setIsShown}
        />
      </Row>
      <TextArea
        label={t('secret.dialog.reason')}
        value={reason}
        maxLength={1000}
        onChange={setReason}
      />
      <Row actions>
        <ActionButton onClick={props.onClose}>{t('base.cancel')}</ActionButton>
        <ActionButton look="filled" off={isStoring} onClick={confirm}>
          {isStoring ? t('secret.dialog.storing') : t('secret.dialog.confirm')}
        </ActionButton>
      </Row>
    </Stack>
  );
}

import {
  isTerminal,
  type Approval,
  type Operation,
} from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { Caption, Stack } from '../Base/Layout';
import { Note } from '../Base/Note';
import { absoluteTime, Time } from '../Base/Time';
import { Who } from '../Base/Who';
import { ApprovalRecord } from './ApprovalRecord';
import { Approvers } from './Approvers';
import { DecideOn } from './DecideOn';
import { givenApprovals, missingApprovals } from './missingApprovals';

/** Approvals of an operation: what it waits for and the decision, or who decided. */
export function ApprovalPanel(props: {
  operation: Operation;
  onChanged: () => void;
}) {
  const t = useText();
  const { operation } = props;
  const { approval } = operation;
  if (!approval) {
    return null;
  }
  const isWaiting = operation.status === 'awaiting-approval';
  return (
    <Card
      title={t('approvals.panel.title')}
      caption={t('approvals.panel.of', {
        n: String(givenApprovals(approval)),
        all: String(approval.required),
      })}
      aside={
        isWaiting && (
          <Caption>
            {t('approvals.panel.until', {
              time: absoluteTime(approval.expiresAt),
            })}
          </Caption>
        )
      }
    >
      <Stack>
        {isWaiting && <Waiting operation={operation} approval={approval} />}
        <ApprovalRecord operation={operation} approval={approval} />
        {!isTerminal(operation.status) && approval.changedSince.length > 0 && (
          <ChangedSince sentences={approval.changedSince} />
        )}
        {isWaiting && (
          <DecideOn
            operation={operation}
            approval={approval}
            onChanged={props.onChanged}
          />
        )}
      </Stack>
    </Card>
  );
}

function Waiting(props: { operation: Operation; approval: Approval }) {
  const t = useText();
  const { operation, approval } = props;
  return (
    <div>
      <strong>
        {t('approvals.panel.missing', { count: missingApprovals(approval) })}
      </strong>{' '}
      {t('approvals.panel.from', {
        who: <Approvers refs={approval.approvers} />,
      })}
      {'. '}
      {t('approvals.panel.asked', {
        user: <Who name={operation.requestedBy} />,
        time: <Time at={operation.createdAt} />,
      })}{' '}
      {approval.selfApproval
        ? t('approvals.panel.selfOn')
        : t('approvals.panel.selfOff')}
    </div>
  );
}

function ChangedSince(props: { sentences: string[] }) {
  const t = useText();
  return (
    <Note tone="warn" live="polite">
      <strong>{t('approvals.panel.changed')}</strong>
      <ul>
        {props.sentences.map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {t('approvals.panel.changedText')}
    </Note>
  );
}

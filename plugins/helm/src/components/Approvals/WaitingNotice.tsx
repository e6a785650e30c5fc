import { useRouteRef } from '@backstage/core-plugin-api';
import type { Operation } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { operationRouteRef } from '../../routes';
import { Note } from '../Base/Note';
import { TextLink } from '../Base/TextLink';
import { Approvers } from './Approvers';
import { missingApprovals } from './missingApprovals';

/** How many approvals an operation waits for and by whom, with the way to them. */
export function WaitingNotice(props: { operation: Operation }) {
  const t = useText();
  const operationLink = useRouteRef(operationRouteRef);
  const { id, approval } = props.operation;
  return (
    <Note tone="accent" icon="shield">
      {approval && (
        <>
          <strong>
            {t('approvals.card.waits', { count: missingApprovals(approval) })}
          </strong>{' '}
          {t('approvals.card.by', {
            who: <Approvers refs={approval.approvers} />,
          })}
          {'. '}
        </>
      )}
      <TextLink to={operationLink({ id })}>{t('approvals.card.open')}</TextLink>
    </Note>
  );
}

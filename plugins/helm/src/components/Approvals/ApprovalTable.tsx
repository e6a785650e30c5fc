import { useRouteRef } from '@backstage/core-plugin-api';
import type { Operation } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { operationRouteRef } from '../../routes';
import { Chip } from '../Base/Chip';
import { Caption } from '../Base/Layout';
import { TextLink } from '../Base/TextLink';
import { absoluteTime, Time } from '../Base/Time';
import { useTableStyles } from '../Base/useTableStyles';
import { Who } from '../Base/Who';
import { operationTitle } from '../Operation/operationWords';
import { Approvers } from './Approvers';
import { givenApprovals } from './missingApprovals';

/** Requests that wait: what, by whom and why, how many approvals, until when. */
export function ApprovalTable(props: { items: Operation[] }) {
  const table = useTableStyles();
  const t = useText();
  return (
    <table className={`${table.table} ${table.list}`}>
      <thead>
        <tr>
          <th>{t('approvals.inbox.column.what')}</th>
          <th>{t('approvals.inbox.column.given')}</th>
          <th>{t('approvals.inbox.column.who')}</th>
          <th>{t('approvals.inbox.column.until')}</th>
        </tr>
      </thead>
      <tbody>
        {props.items.map(operation => (
          <Row key={operation.id} operation={operation} />
        ))}
      </tbody>
    </table>
  );
}

function Row(props: { operation: Operation }) {
  const table = useTableStyles();
  const t = useText();
  const operationLink = useRouteRef(operationRouteRef);
  const { operation } = props;
  const { approval, release, environment, fromVersion, toVersion } = operation;
  return (
    <tr>
      <td>
        <TextLink to={operationLink({ id: operation.id })}>
          {t('approvals.inbox.toEnvironment', {
            release: release.name,
            environment,
          })}
        </TextLink>
        <Caption>
          {operationTitle(t, operation)}
          {fromVersion &&
            toVersion &&
            `, ${t('approvals.inbox.versions', {
              from: fromVersion,
              to: toVersion,
            })}`}
        </Caption>
        {approval && approval.changedSince.length > 0 && (
          <Chip tone="warn" icon="warn">
            {t('approvals.inbox.changed')}
          </Chip>
        )}
      </td>
      <td>
        {approval && (
          <>
            <span className={table.strong}>
              {t('approvals.inbox.count', {
                n: String(givenApprovals(approval)),
                all: String(approval.required),
              })}
            </span>
            <Caption>
              <Approvers refs={approval.approvers} />
            </Caption>
          </>
        )}
      </td>
      <td>
        <Who name={operation.requestedBy} />, <Time at={operation.createdAt} />
        {operation.reason && (
          <Caption>{t('base.quoted', { text: operation.reason })}</Caption>
        )}
      </td>
      <td>{approval && absoluteTime(approval.expiresAt)}</td>
    </tr>
  );
}

import { useRouteRef } from '@backstage/core-plugin-api';
import type { Operation } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { operationRouteRef } from '../../routes';
import { ToneBadge } from '../Base/StateBadge';
import { Caption } from '../Base/Layout';
import { TextLink } from '../Base/TextLink';
import { Time } from '../Base/Time';
import { useTableStyles } from '../Base/useTableStyles';
import { Who } from '../Base/Who';
import { isBad, operationTitle, statusLook } from './operationWords';

/** Operations: what, how it ended, who and why, where, when. */
export function OperationTable(props: {
  items: Operation[];
  withPlace?: boolean;
}) {
  const table = useTableStyles();
  const t = useText();
  const operationLink = useRouteRef(operationRouteRef);
  return (
    <table className={`${table.table} ${table.list}`}>
      <thead>
        <tr>
          <th>{t('selected.operations.what')}</th>
          <th>{t('selected.operations.status')}</th>
          {props.withPlace && <th>{t('selected.operations.where')}</th>}
          <th>{t('selected.operations.who')}</th>
          <th>{t('selected.operations.when')}</th>
        </tr>
      </thead>
      <tbody>
        {props.items.map(operation => {
          const look = statusLook(t, operation.status);
          return (
            <tr key={operation.id}>
              <td>
                <TextLink to={operationLink({ id: operation.id })}>
                  {operationTitle(t, operation)}
                </TextLink>
                {operation.outcome && isBad(operation.status) && (
                  <Caption>{operation.outcome.title}</Caption>
                )}
              </td>
              <td>
                <ToneBadge {...look} />
              </td>
              {props.withPlace && (
                <td>
                  {operation.release.name}
                  <Caption>
                    {operation.environment} · {operation.release.namespace}
                  </Caption>
                </td>
              )}
              <td>
                <Who name={operation.requestedBy} />
                {operation.reason && (
                  <Caption>
                    {t('base.quoted', { text: operation.reason })}
                  </Caption>
                )}
              </td>
              <td className={table.nowrap}>
                <Time at={operation.finishedAt ?? operation.createdAt} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

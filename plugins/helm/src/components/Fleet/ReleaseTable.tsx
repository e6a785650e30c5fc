import type { ReleaseRow } from '@backstage-helm/plugin-helm-common';
import { stringifyReleaseRef } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Caption } from '../Base/Layout';
import { StateBadge } from '../Base/StateBadge';
import { TextLink } from '../Base/TextLink';
import { Time } from '../Base/Time';
import { useTableStyles } from '../Base/useTableStyles';
import { Who } from '../Base/Who';
import { useEntityLink } from '../OperationPage/useEntityLink';

/** Every release that matches: what it is, how it is, who changed it last. */
export function ReleaseTable(props: { rows: ReleaseRow[] }) {
  const table = useTableStyles();
  const t = useText();
  return (
    <table className={`${table.table} ${table.list}`}>
      <thead>
        <tr>
          <th>{t('fleet.column.release')}</th>
          <th>{t('fleet.column.state')}</th>
          <th>{t('fleet.column.environment')}</th>
          <th>{t('fleet.column.version')}</th>
          <th>{t('fleet.column.reason')}</th>
          <th>{t('fleet.column.changed')}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map(row => (
          <Row key={stringifyReleaseRef(row.release)} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Row(props: { row: ReleaseRow }) {
  const table = useTableStyles();
  const t = useText();
  const { row } = props;
  const { release, deployed, environment } = row;
  const entityLink = useEntityLink({
    entityRef: row.entityRef,
    environment: environment ?? '',
  });
  return (
    <tr>
      <td>
        {entityLink ? (
          <TextLink to={entityLink()}>{release.name}</TextLink>
        ) : (
          release.name
        )}
        <Caption>{release.namespace}</Caption>
      </td>
      <td>
        <StateBadge headline={row.headline} />
      </td>
      <td>
        {environment ?? '–'}
        <Caption>{release.cluster}</Caption>
      </td>
      <td>
        {deployed && (
          <>
            <span className={table.strong}>{deployed.chartVersion}</span>
            <Caption>
              {deployed.chartName} · {t('strip.fact.revision')}{' '}
              {deployed.revision}
            </Caption>
          </>
        )}
      </td>
      <td>{row.headline.reason}</td>
      <td>
        {deployed && (
          <>
            <Time at={deployed.updatedAt} />
            {deployed.by && (
              <Caption>
                <Who name={deployed.by} />
              </Caption>
            )}
          </>
        )}
      </td>
    </tr>
  );
}

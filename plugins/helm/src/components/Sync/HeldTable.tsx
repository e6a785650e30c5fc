import { useApi } from '@backstage/core-plugin-api';
import {
  stringifyReleaseRef,
  type EnvironmentSync,
  type ReleaseRef,
  type ReleaseRow,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useLive } from '../../hooks/useLive';
import { useText } from '../../hooks/useText';
import { Failure } from '../Base/Failure';
import { Caption, Unseen } from '../Base/Layout';
import { Skeleton } from '../Base/Skeleton';
import { TextLink } from '../Base/TextLink';
import { useTableStyles } from '../Base/useTableStyles';
import { useEntityLink } from '../OperationPage/useEntityLink';

/** As many as the server gives at once. */
const MOST = 500;

/** Each release whose change waits, with the way to what would change. */
export function HeldTable(props: {
  environment: string;
  held: NonNullable<EnvironmentSync['held']>;
}) {
  const table = useTableStyles();
  const t = useText();
  const api = useApi(helmApiRef);
  const { environment, held } = props;
  const { data, error, isLoading, refresh } = useLive(
    `held:${environment}:${held.digest}`,
    () => api.releases({ environment, limit: MOST }),
  );
  const rows = new Map(
    data?.items.map(row => [stringifyReleaseRef(row.release), row]),
  );
  const hidden = held.changes - held.releases.length;
  return (
    <>
      {isLoading && <Skeleton label={t('sync.held.reading')} lines={6} />}
      {error && !data && (
        <div style={{ padding: 16 }}>
          <Failure
            title={t('sync.held.failed')}
            error={error}
            retry={refresh}
          />
        </div>
      )}
      {(data || error) && (
        <table className={`${table.table} ${table.list}`}>
          <thead>
            <tr>
              <th>{t('sync.held.release')}</th>
              <th>{t('sync.held.diff')}</th>
              <th>{t('sync.held.now')}</th>
            </tr>
          </thead>
          <tbody>
            {held.releases.map(release => {
              const key = stringifyReleaseRef(release);
              return (
                <Row
                  key={key}
                  environment={environment}
                  release={release}
                  row={rows.get(key)}
                />
              );
            })}
          </tbody>
        </table>
      )}
      {hidden > 0 && (
        <div style={{ padding: '8px 16px' }}>
          <Caption>{t('sync.held.hidden', { count: hidden })}</Caption>
        </div>
      )}
    </>
  );
}

function Row(props: {
  environment: string;
  release: ReleaseRef;
  row?: ReleaseRow;
}) {
  const table = useTableStyles();
  const t = useText();
  const { environment, release, row } = props;
  const entityLink = useEntityLink({
    entityRef: row?.entityRef,
    environment: `${environment}/${release.name}`,
  });
  return (
    <tr>
      <td>
        <span className={table.strong}>{release.name}</span>
        <Caption>{release.namespace}</Caption>
      </td>
      <td>
        {entityLink && (
          <TextLink to={entityLink({ tab: 'manifest', diff: 'declared' })}>
            {t('sync.seeDiff')} <Unseen>{release.name}</Unseen>
          </TextLink>
        )}
      </td>
      <td>{row?.headline.reason ?? t('sync.held.undeclared')}</td>
    </tr>
  );
}

import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  stringifyReleaseRef,
  type EnvironmentSync,
  type ReleaseDetail,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useLive } from '../../hooks/useLive';
import { useText, type Text } from '../../hooks/useText';
import { ActionButton } from '../Base/ActionButton';
import { Caption, Unseen } from '../Base/Layout';
import { TextLink } from '../Base/TextLink';
import { useTableStyles } from '../Base/useTableStyles';
import { useEntityLink } from '../OperationPage/useEntityLink';

/** Each row is read by itself: so many at first, the same again on demand. */
const PAGE = 25;

/** Each release whose change waits, with the way to what would change. */
export function HeldTable(props: {
  environment: string;
  held: NonNullable<EnvironmentSync['held']>;
}) {
  const table = useTableStyles();
  const t = useText();
  const [most, setMost] = useState(PAGE);
  const { environment, held } = props;
  const hidden = held.changes - held.releases.length;
  return (
    <>
      <table className={`${table.table} ${table.list}`}>
        <thead>
          <tr>
            <th>{t('sync.held.release')}</th>
            <th>{t('sync.held.diff')}</th>
            <th>{t('sync.held.now')}</th>
          </tr>
        </thead>
        <tbody>
          {held.releases.slice(0, most).map(release => (
            <Row
              key={stringifyReleaseRef(release)}
              environment={environment}
              release={release}
            />
          ))}
        </tbody>
      </table>
      {held.releases.length > most && (
        <div style={{ padding: '8px 16px' }}>
          <ActionButton onClick={() => setMost(most + PAGE)}>
            {t('fleet.more')}
          </ActionButton>
        </div>
      )}
      {hidden > 0 && (
        <div style={{ padding: '8px 16px' }}>
          <Caption>{t('sync.held.hidden', { count: hidden })}</Caption>
        </div>
      )}
    </>
  );
}

function Row(props: { environment: string; release: ReleaseRef }) {
  const table = useTableStyles();
  const t = useText();
  const api = useApi(helmApiRef);
  const { environment, release } = props;
  const { data, error, isLoading } = useLive(
    `release:${stringifyReleaseRef(release)}`,
    () => api.release(release),
  );
  const entityLink = useEntityLink({
    entityRef: data?.entityRef,
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
      <td>
        {isLoading && t('base.loading')}
        {data && whatDiffers(t, data)}
        {error && !data && error.message}
      </td>
    </tr>
  );
}

/** "declared 1.3.0 · deployed 1.2.0", or what else is to change. */
function whatDiffers(
  t: Text,
  { target: { declared, deployed } }: ReleaseDetail,
): string {
  if (!declared) {
    return t('sync.held.undeclared');
  }
  const { version } = declared;
  if (!deployed) {
    return t('strip.chip.declared', { version });
  }
  return version === deployed.chartVersion
    ? t('strip.chip.valuesDiffer')
    : t('strip.chip.differs', {
        declared: version,
        deployed: deployed.chartVersion,
      });
}

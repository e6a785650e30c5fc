import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import {
  entityRouteParams,
  entityRouteRef,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { helmApiRef } from '../../api/helmApiRef';
import { BUSY, CALM, useLive } from '../../hooks/useLive';
import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { Empty } from '../Base/Empty';
import { Failure } from '../Base/Failure';
import { Caption } from '../Base/Layout';
import { Problems } from '../Base/Problems';
import { Skeleton } from '../Base/Skeleton';
import { StateBadge } from '../Base/StateBadge';
import { TextLink } from '../Base/TextLink';
import { useTableStyles } from '../Base/useTableStyles';
import { sharedProblems } from '../EntityContent/problemsAbove';
import { targetKey } from '../EnvironmentStrip/targetKey';

/** Every environment in a line: state and version, linked to the tab. @public */
export function EntityHelmCard() {
  const table = useTableStyles();
  const t = useText();
  const api = useApi(helmApiRef);
  const { entity } = useEntity();
  const entityLink = useRouteRef(entityRouteRef);
  const entityRef = stringifyEntityRef(entity);
  const { data, error, isLoading, refresh } = useLive(
    `entity:${entityRef}`,
    () => api.entityReleases(entityRef),
    releases =>
      releases?.targets.some(target => target.activeOperation) ? BUSY : CALM,
  );
  const tab = `${entityLink(entityRouteParams(entity))}/helm`;
  const targets = data?.targets ?? [];
  const problems = data ? sharedProblems(data) : [];
  return (
    <Card
      bare
      title={t('fleet.card.title')}
      aside={<TextLink to={tab}>{t('fleet.card.open')}</TextLink>}
    >
      {isLoading && <Skeleton label={t('strip.reading')} lines={3} />}
      {error && !data && (
        <div style={{ padding: 16 }}>
          <Failure
            title={t('strip.unreadable')}
            error={error}
            retry={refresh}
          />
        </div>
      )}
      {problems.length > 0 && (
        <div style={{ padding: 16 }}>
          <Problems problems={problems} />
        </div>
      )}
      {data && targets.length === 0 && data.problems.length === 0 && (
        <Empty icon="helm" title={t('fleet.card.none')} />
      )}
      {targets.length > 0 && (
        <table className={table.table}>
          <tbody>
            {targets.map(target => {
              const key = targetKey(target, targets);
              return (
                <tr key={key}>
                  <td>
                    <TextLink to={`${tab}?env=${encodeURIComponent(key)}`}>
                      {key}
                    </TextLink>
                  </td>
                  <td>
                    <span className={table.strong}>
                      {target.deployed?.chartVersion}
                    </span>
                    {target.deployed?.appVersion && (
                      <Caption>
                        {t('selected.history.appVersion', {
                          version: target.deployed.appVersion,
                        })}
                      </Caption>
                    )}
                  </td>
                  <td>
                    <StateBadge headline={target.headline} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </Card>
  );
}

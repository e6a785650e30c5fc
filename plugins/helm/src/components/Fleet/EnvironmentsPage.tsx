import { useApi } from '@backstage/core-plugin-api';
import type { EnvironmentSummary } from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useLive } from '../../hooks/useLive';
import { useText } from '../../hooks/useText';
import { Approvers } from '../Approvals/Approvers';
import { span } from '../Approvals/approvalWords';
import { Card } from '../Base/Card';
import { Chip } from '../Base/Chip';
import { Empty } from '../Base/Empty';
import { Failure } from '../Base/Failure';
import { Caption, Stack } from '../Base/Layout';
import { Skeleton } from '../Base/Skeleton';
import { absoluteTime, Time } from '../Base/Time';
import { useTableStyles } from '../Base/useTableStyles';
import { EnvironmentSyncCell } from '../Sync/EnvironmentSyncCell';
import { HeldNotices } from '../Sync/HeldNotices';

const MINUTE = 60_000;

/** Every environment in its order, with what governs changes there. */
export function EnvironmentsPage() {
  const table = useTableStyles();
  const t = useText();
  const api = useApi(helmApiRef);
  const { data, error, isLoading, refresh } = useLive(
    'environments',
    () => api.environments(),
    () => MINUTE,
  );
  return (
    <Stack gap={24}>
      {data && <HeldNotices environments={data.items} onChange={refresh} />}
      <Card bare title={t('approvals.environments.title')}>
        {isLoading && (
          <Skeleton label={t('approvals.environments.reading')} lines={6} />
        )}
        {error && !data && (
          <div style={{ padding: 16 }}>
            <Failure
              title={t('approvals.environments.failed')}
              error={error}
              retry={refresh}
            />
          </div>
        )}
        {data?.items.length === 0 && (
          <Empty icon="absent" title={t('approvals.environments.empty')}>
            <Caption>{t('approvals.environments.emptyText')}</Caption>
          </Empty>
        )}
        {data && data.items.length > 0 && (
          <table className={`${table.table} ${table.list} ${table.named}`}>
            <thead>
              <tr>
                <th>{t('approvals.environments.column.environment')}</th>
                <th>{t('approvals.environments.column.cluster')}</th>
                <th>{t('sync.environments.column')}</th>
                <th>{t('approvals.environments.column.approvals')}</th>
                <th>{t('approvals.environments.column.freeze')}</th>
                <th>{t('approvals.environments.column.promotion')}</th>
                <th>{t('approvals.environments.column.prepares')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map(environment => (
                <tr key={environment.name}>
                  <td>
                    <span className={table.strong}>{environment.name}</span>
                    <Caption>
                      {[
                        environment.title !== environment.name &&
                          environment.title,
                        environment.tier,
                        environment.readOnly &&
                          t('approvals.environments.readOnly'),
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </Caption>
                  </td>
                  <td data-label={t('approvals.environments.column.cluster')}>
                    <Cluster environment={environment} />
                  </td>
                  <td data-label={t('sync.environments.column')}>
                    <EnvironmentSyncCell environment={environment} />
                  </td>
                  <td data-label={t('approvals.environments.column.approvals')}>
                    <Approvals environment={environment} />
                  </td>
                  <td data-label={t('approvals.environments.column.freeze')}>
                    <Freezes environment={environment} />
                  </td>
                  <td data-label={t('approvals.environments.column.promotion')}>
                    <Promotion environment={environment} />
                  </td>
                  <td data-label={t('approvals.environments.column.prepares')}>
                    {environment.policy.baseline
                      ? t('approvals.environments.prepared')
                      : t('approvals.environments.notPrepared')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Card>
    </Stack>
  );
}

interface Cell {
  environment: EnvironmentSummary;
}

function Cluster({ environment }: Cell) {
  const t = useText();
  const { cluster, clusterStatus, engine, helmMajor } = environment;
  return (
    <div>
      <div>{cluster}</div>
      {clusterStatus.connected ? (
        <Chip tone="ok" icon="tick">
          {t('approvals.environments.connected')}
        </Chip>
      ) : (
        <Chip tone="warn" icon="warn" title={clusterStatus.problem}>
          {t('approvals.environments.away')}
        </Chip>
      )}
      <Caption>
        {helmMajor ? `${engine} ${helmMajor}` : engine}
        {!clusterStatus.connected && clusterStatus.lastContactAt && (
          <>
            {' · '}
            {t('approvals.environments.since', {
              time: <Time at={clusterStatus.lastContactAt} />,
            })}
          </>
        )}
      </Caption>
    </div>
  );
}

function Approvals({ environment }: Cell) {
  const t = useText();
  const { approvals } = environment.policy;
  if (!approvals) {
    return <>{t('approvals.environments.noApprovals')}</>;
  }
  return (
    <div>
      {t('approvals.environments.approvals', {
        n: String(approvals.required),
        who: <Approvers refs={approvals.approvers} />,
      })}
      <Caption>
        {[
          approvals.selfApproval
            ? t('approvals.panel.selfOn')
            : t('approvals.panel.selfOff'),
          approvals.breakGlass && t('approvals.environments.breakGlass'),
        ]
          .filter(Boolean)
          .join(' ')}
      </Caption>
    </div>
  );
}

function Freezes({ environment }: Cell) {
  const t = useText();
  const { frozen, freezesAhead } = environment.policy;
  if (!frozen && freezesAhead.length === 0) {
    return <>{t('approvals.environments.noFreeze')}</>;
  }
  return (
    <div>
      {frozen && (
        <div>
          <Chip tone="warn" icon="pause">
            {frozen.title}
          </Chip>
          <Caption>
            {t('approvals.environments.now', { end: absoluteTime(frozen.end) })}
          </Caption>
        </div>
      )}
      {freezesAhead.map(({ title, start }) => (
        <div key={`${title}-${start}`}>
          {title}
          <Caption>
            {t('approvals.environments.ahead', { start: absoluteTime(start) })}
          </Caption>
        </div>
      ))}
    </div>
  );
}

function Promotion({ environment }: Cell) {
  const t = useText();
  const { promoteFrom, policy } = environment;
  if (!promoteFrom) {
    return <>{t('approvals.environments.first')}</>;
  }
  const seconds = policy.promotion?.soakSeconds ?? 0;
  return (
    <div>
      {t('approvals.environments.from', { environment: promoteFrom })}
      {policy.promotion && (
        <Caption>
          {seconds > 0
            ? t('approvals.environments.soak', { time: span(seconds) })
            : t('approvals.environments.mustPass')}
        </Caption>
      )}
    </div>
  );
}

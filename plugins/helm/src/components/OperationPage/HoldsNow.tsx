import type {
  Operation,
  ReleaseDetail,
} from '@backstage-helm/plugin-helm-common';
import type { Live } from '../../hooks/useLive';
import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { Failure } from '../Base/Failure';
import { HealthSquares } from '../Base/HealthSquares';
import { KeyValues } from '../Base/KeyValues';
import { Caption, Row, Stack } from '../Base/Layout';
import { Skeleton } from '../Base/Skeleton';
import { StateBadge } from '../Base/StateBadge';
import { Time } from '../Base/Time';
import { useHealth } from '../EnvironmentStrip/useHealth';

/** What storage says now, whatever the operation said. */
export function HoldsNow(props: {
  operation: Operation;
  detail: Live<ReleaseDetail>;
}) {
  const t = useText();
  const { operation, detail } = props;
  const { data, error, isLoading, refresh } = detail;
  return (
    <Card title={t('operation.holdsNow')}>
      {isLoading && <Skeleton label={t('operation.holdsReading')} lines={4} />}
      {error && !data && (
        <Stack gap={8}>
          {operation.outcome && <span>{operation.outcome.holds}</span>}
          <Failure
            title={t('operation.holdsFailed')}
            error={error}
            retry={refresh}
          />
        </Stack>
      )}
      {data && <Held detail={data} />}
    </Card>
  );
}

function Held(props: { detail: ReleaseDetail }) {
  const t = useText();
  const { target } = props.detail;
  const { deployed, state, headline } = target;
  const health = useHealth(target).data;
  return (
    <Stack gap={12}>
      <Row>
        <StateBadge headline={headline} />
        <Caption>
          <Time at={state.observedAt} />
        </Caption>
      </Row>
      <span>{headline.reason}</span>
      <KeyValues
        entries={[
          [t('operation.revision'), deployed && String(deployed.revision)],
          [
            t('operation.chart'),
            deployed && `${deployed.chartName} ${deployed.chartVersion}`,
          ],
          [t('operation.appVersion'), deployed?.appVersion],
          [t('operation.ready'), health && <HealthSquares health={health} />],
        ]}
      />
    </Stack>
  );
}

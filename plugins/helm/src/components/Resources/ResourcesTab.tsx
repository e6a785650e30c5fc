import type { Target } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { Empty } from '../Base/Empty';
import { Failure } from '../Base/Failure';
import { HealthSquares } from '../Base/HealthSquares';
import { Skeleton } from '../Base/Skeleton';
import { Columns, Stack } from '../Base/Layout';
import { Time } from '../Base/Time';
import { ResourceTable } from './ResourceTable';
import { useResources } from './useResources';
import { WarningEvents } from './WarningEvents';

/** Every object of the release with its health in words. */
export function ResourcesTab(props: { target: Target }) {
  const t = useText();
  const { target } = props;
  const { data, error, isLoading, refresh } = useResources(
    target.release,
    Boolean(target.activeOperation),
  );
  return (
    <Stack>
      {error && (
        <Failure
          title={t('selected.resources.failed')}
          error={error}
          retry={refresh}
        />
      )}
      {isLoading && <Skeleton label={t('selected.resources.reading')} />}
      {data && (
        <Columns of="twoThirds">
          <Card
            bare
            title={t('selected.resources.title')}
            aside={<HealthSquares health={data.summary} />}
            footer={t('selected.resources.readAt', {
              time: <Time at={data.observedAt} />,
            })}
          >
            {data.items.length > 0 ? (
              <ResourceTable items={data.items} withContainers />
            ) : (
              <Empty icon="box" title={t('selected.resources.empty')} />
            )}
          </Card>
          <WarningEvents items={data.items} />
        </Columns>
      )}
    </Stack>
  );
}

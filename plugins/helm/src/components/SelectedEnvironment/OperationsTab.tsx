import { useState } from 'react';
import type { Target } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { ActionButton } from '../Base/ActionButton';
import { Card } from '../Base/Card';
import { Empty } from '../Base/Empty';
import { Failure } from '../Base/Failure';
import { Skeleton } from '../Base/Skeleton';
import { OperationTable } from '../Operation/OperationTable';
import { useOperations } from '../Operation/useOperations';

const PAGE = 25;

/** Every operation of this release. */
export function OperationsTab(props: { target: Target }) {
  const t = useText();
  const [limit, setLimit] = useState(PAGE);
  const { release } = props.target;
  const { data, error, isLoading, refresh } = useOperations(
    release && { release, limit },
  );
  return (
    <Card
      bare
      title={t('selected.tabs.operations')}
      footer={
        data?.nextCursor && (
          <ActionButton look="quiet" onClick={() => setLimit(limit + PAGE)}>
            {t('selected.operations.more')}
          </ActionButton>
        )
      }
    >
      {isLoading && <Skeleton label={t('base.loading')} />}
      {error && !data && (
        <div style={{ padding: 16 }}>
          <Failure
            title={t('selected.operations.failed')}
            error={error}
            retry={refresh}
          />
        </div>
      )}
      {data && data.items.length > 0 && <OperationTable items={data.items} />}
      {(!release || data?.items.length === 0) && (
        <Empty icon="clock" title={t('selected.operations.empty')}>
          {t('selected.operations.emptyText')}
        </Empty>
      )}
    </Card>
  );
}

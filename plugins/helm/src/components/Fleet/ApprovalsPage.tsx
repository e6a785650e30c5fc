import { useState } from 'react';
import { useText } from '../../hooks/useText';
import { ApprovalTable } from '../Approvals/ApprovalTable';
import { ActionButton } from '../Base/ActionButton';
import { Card } from '../Base/Card';
import { Empty } from '../Base/Empty';
import { Failure } from '../Base/Failure';
import { Caption, Stack } from '../Base/Layout';
import { Skeleton } from '../Base/Skeleton';
import { useOperations } from '../Operation/useOperations';

const PAGE = 50;

/** What waits for one's own approval first, then what waits for others. */
export function ApprovalsPage() {
  const t = useText();
  const [limit, setLimit] = useState(PAGE);
  const mine = useOperations({ approvable: true, limit });
  const all = useOperations({ status: 'awaiting-approval', limit });
  const own = new Set(mine.data?.items.map(({ id }) => id));
  const others = all.data?.items.filter(({ id }) => !own.has(id)) ?? [];
  const error = mine.error ?? all.error;
  return (
    <Stack gap={24}>
      {error && (
        <Failure
          title={t('approvals.inbox.failed')}
          error={error}
          retry={() => {
            mine.refresh();
            all.refresh();
          }}
        />
      )}
      <Card bare title={t('approvals.inbox.mine')}>
        {mine.isLoading && (
          <Skeleton label={t('approvals.inbox.reading')} lines={4} />
        )}
        {mine.data?.items.length === 0 && (
          <Empty icon="tick" tone="ok" title={t('approvals.inbox.nothing')}>
            <Caption>{t('approvals.inbox.nothingText')}</Caption>
          </Empty>
        )}
        {mine.data && mine.data.items.length > 0 && (
          <ApprovalTable items={mine.data.items} />
        )}
      </Card>
      {others.length > 0 && (
        <Card bare title={t('approvals.inbox.others')}>
          <ApprovalTable items={others} />
        </Card>
      )}
      {(mine.data?.nextCursor || all.data?.nextCursor) && (
        <div>
          <ActionButton onClick={() => setLimit(limit + PAGE)}>
            {t('approvals.inbox.more')}
          </ActionButton>
        </div>
      )}
    </Stack>
  );
}

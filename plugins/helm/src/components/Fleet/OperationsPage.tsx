import { useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { operationStatuses } from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';
import { useText } from '../../hooks/useText';
import { tokens } from '../../theme/tokens';
import { ActionButton } from '../Base/ActionButton';
import { Card } from '../Base/Card';
import { Empty } from '../Base/Empty';
import { Failure } from '../Base/Failure';
import { SelectField } from '../Base/Fields';
import { Caption } from '../Base/Layout';
import { Skeleton } from '../Base/Skeleton';
import { OperationTable } from '../Operation/OperationTable';
import { statusLook } from '../Operation/operationWords';
import { useOperations } from '../Operation/useOperations';
import { useEnvironments } from './useEnvironments';

const useStyles = makeStyles(theme => ({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px 16px',
    padding: '12px 16px',
    borderBottom: `1px solid ${tokens(theme).line}`,
  },
}));

const PAGE = 50;

/** Every operation that one may see, newest first. */
export function OperationsPage() {
  const classes = useStyles();
  const t = useText();
  const query = useQuery();
  const [limit, setLimit] = useState(PAGE);
  const environments = useEnvironments();
  const environment = query.get('environment');
  const status = query.get('status');
  const { data, error, isLoading, refresh } = useOperations({
    environment,
    status,
    limit,
  });
  const all = { value: '', label: t('operation.list.all') };
  return (
    <Card
      bare
      title={t('operation.list.title')}
      footer={
        data?.nextCursor && (
          <ActionButton look="quiet" onClick={() => setLimit(limit + PAGE)}>
            {t('selected.operations.more')}
          </ActionButton>
        )
      }
    >
      <div className={classes.bar}>
        <SelectField
          label={t('operation.list.environment')}
          value={environment ?? ''}
          options={[
            all,
            ...environments.map(({ name }) => ({ value: name, label: name })),
          ]}
          onChange={value => query.set({ environment: value || undefined })}
        />
        <SelectField
          label={t('operation.list.status')}
          value={status ?? ''}
          options={[
            all,
            ...operationStatuses.map(value => ({
              value,
              label: statusLook(t, value).word,
            })),
          ]}
          onChange={value => query.set({ status: value || undefined })}
        />
      </div>
      {isLoading && <Skeleton label={t('operation.list.reading')} lines={10} />}
      {error && !data && (
        <div style={{ padding: 16 }}>
          <Failure
            title={t('operation.list.failed')}
            error={error}
            retry={refresh}
          />
        </div>
      )}
      {data && data.items.length > 0 && (
        <OperationTable items={data.items} withPlace />
      )}
      {data?.items.length === 0 && (
        <Empty icon="search" title={t('operation.list.empty')}>
          <Caption>{t('operation.list.emptyText')}</Caption>
          {(environment || status) && (
            <ActionButton
              onClick={() =>
                query.set({ environment: undefined, status: undefined })
              }
            >
              {t('operation.list.clear')}
            </ActionButton>
          )}
        </Empty>
      )}
    </Card>
  );
}

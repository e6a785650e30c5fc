import { useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type { Target } from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';
import { useText } from '../../hooks/useText';
import { operationRouteRef } from '../../routes';
import { tokens } from '../../theme/tokens';
import { Card } from '../Base/Card';
import { Empty } from '../Base/Empty';
import { Failure } from '../Base/Failure';
import { Icon } from '../Base/Icon';
import { Caption } from '../Base/Layout';
import { Skeleton } from '../Base/Skeleton';
import { TextLink } from '../Base/TextLink';
import { Time } from '../Base/Time';
import { Who } from '../Base/Who';
import { operationTitle, statusLook } from '../Operation/operationWords';
import { useOperations } from '../Operation/useOperations';

const useStyles = makeStyles(theme => {
  const { tone } = tokens(theme);
  return {
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      display: 'grid',
      gap: 12,
      fontSize: 13,
      lineHeight: '18px',
      '& li': { display: 'flex', gap: 8, minWidth: 0 },
    },
    err: { color: tone.err.text },
    warn: { color: tone.warn.text },
    accent: { color: tone.accent.text },
    ok: { color: tone.ok.text },
    mute: { color: tone.mute.text },
  };
});

const MOST = 4;

/** The last few operations on this target, each a link to its page. */
export function LastOperations(props: { target: Target }) {
  const classes = useStyles();
  const t = useText();
  const query = useQuery();
  const operationLink = useRouteRef(operationRouteRef);
  const { release } = props.target;
  const { data, error, isLoading, refresh } = useOperations(
    release && { release, limit: MOST },
  );
  return (
    <Card
      title={t('selected.operations.title')}
      aside={
        <TextLink to={query.href({ tab: 'operations' })}>
          {t('selected.operations.all')}
        </TextLink>
      }
    >
      {isLoading && <Skeleton label={t('base.loading')} lines={3} />}
      {error && !data && (
        <Failure
          title={t('selected.operations.failed')}
          error={error}
          retry={refresh}
        />
      )}
      {(!release || data?.items.length === 0) && (
        <Empty icon="clock" title={t('selected.operations.empty')} />
      )}
      <ul className={classes.list}>
        {data?.items.slice(0, MOST).map(operation => {
          const look = statusLook(t, operation.status);
          return (
            <li key={operation.id}>
              <span className={classes[look.tone]}>
                <Icon name={look.icon} />
              </span>
              <div>
                <TextLink to={operationLink({ id: operation.id })}>
                  {operationTitle(t, operation)}
                </TextLink>
                <Caption>
                  {look.word} · <Who name={operation.requestedBy} /> ·{' '}
                  <Time at={operation.finishedAt ?? operation.createdAt} />
                </Caption>
              </div>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

import { makeStyles } from '@material-ui/core/styles';
import type { Resource } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { tokens } from '../../theme/tokens';
import { Card } from '../Base/Card';
import { Empty } from '../Base/Empty';
import { Icon } from '../Base/Icon';
import { Time } from '../Base/Time';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 16,
      display: 'grid',
      gap: 12,
      fontSize: 13,
      lineHeight: '18px',
      '& li': { overflowWrap: 'anywhere', minWidth: 0 },
    },
    line: { display: 'flex', alignItems: 'center', gap: 8 },
    icon: { color: t.tone.warn.text, display: 'inline-flex' },
    when: {
      marginLeft: 'auto',
      fontSize: 12,
      color: t.fg2,
      whiteSpace: 'nowrap',
    },
    text: { color: t.fg2 },
  };
});

const MOST_EVENTS = 8;

/** Warnings of the objects that are not ready, newest first. */
export function WarningEvents(props: { items: Resource[] }) {
  const classes = useStyles();
  const t = useText();
  const events = props.items
    .flatMap(item =>
      item.events.map(event => ({
        ...event,
        object: `${item.kind} ${item.name}`,
      })),
    )
    .filter(event => event.type === 'Warning')
    .sort((left, right) => right.at.localeCompare(left.at));
  return (
    <Card
      bare
      title={t('selected.events.title')}
      caption={
        events.length > MOST_EVENTS
          ? t('selected.resources.of', {
              n: String(MOST_EVENTS),
              all: String(events.length),
            })
          : undefined
      }
    >
      {events.length === 0 ? (
        <Empty icon="tick" tone="ok" title={t('selected.events.none')}>
          {t('selected.events.noneText')}
        </Empty>
      ) : (
        <ul className={classes.list}>
          {events.slice(0, MOST_EVENTS).map((event, index) => (
            <li key={index}>
              <div className={classes.line}>
                <span className={classes.icon}>
                  <Icon name="warn" size={14} />
                </span>
                <strong>{event.reason}</strong>
                <span className={classes.when}>
                  <Time at={event.at} />
                  {' · '}
                  {t('selected.events.times', { n: String(event.count) })}
                </span>
              </div>
              <div className={classes.text}>
                {event.object}: {event.message}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

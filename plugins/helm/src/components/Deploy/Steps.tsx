import { makeStyles } from '@material-ui/core/styles';
import { useText } from '../../hooks/useText';
import { small, tokens } from '../../theme/tokens';
import { Icon } from '../Base/Icon';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    steps: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      display: 'flex',
      flexWrap: 'wrap',
      gap: 8,
      fontSize: 13,
      '& li': {
        display: 'flex',
        alignItems: 'center',
        gap: 8,
        color: t.fg2,
        whiteSpace: 'nowrap',
      },
      '& li:not(:last-child)::after': {
        content: '""',
        width: 48,
        height: 1,
        background: t.field,
        margin: '0 4px',
        [small]: { width: 12 },
      },
    },
    dot: {
      width: 22,
      height: 22,
      boxSizing: 'border-box',
      borderRadius: '50%',
      display: 'grid',
      placeItems: 'center',
      border: `1.5px solid ${t.field}`,
      fontSize: 12,
      lineHeight: 1,
      fontWeight: 700,
    },
    done: {
      '& $dot': {
        background: t.tone.ok.bg,
        borderColor: t.tone.ok.line,
        color: t.tone.ok.text,
      },
    },
    current: {
      '&&': { color: t.fg, fontWeight: 700 },
      '& $dot': {
        background: t.accent,
        borderColor: t.accent,
        color: t.accentFg,
      },
    },
  };
});

/** Where one is on the way: done, here, to come. */
export function Steps(props: { labels: string[]; at: number }) {
  const classes = useStyles();
  const t = useText();
  const { labels, at } = props;
  return (
    <ol className={classes.steps} aria-label={t('deploy.steps.label')}>
      {labels.map((label, index) => {
        let name = '';
        if (index < at) {
          name = classes.done;
        } else if (index === at) {
          name = classes.current;
        }
        return (
          <li
            key={label}
            className={name}
            aria-current={index === at ? 'step' : undefined}
          >
            <span className={classes.dot} aria-hidden="true">
              {index < at ? <Icon name="check" size={12} /> : index + 1}
            </span>
            {label}
          </li>
        );
      })}
    </ol>
  );
}

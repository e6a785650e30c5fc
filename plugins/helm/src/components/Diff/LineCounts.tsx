import { makeStyles } from '@material-ui/core/styles';
import { useText } from '../../hooks/useText';
import { mono, tokens } from '../../theme/tokens';

const useStyles = makeStyles(theme => {
  const { tone } = tokens(theme);
  const count = {
    fontFamily: mono,
    fontSize: 12,
    lineHeight: '16px',
    fontWeight: 700,
    marginRight: 6,
  };
  return {
    added: { ...count, color: tone.ok.text },
    removed: { ...count, color: tone.err.text },
  };
});

/** `+5 −3` */
export function LineCounts(props: { added: number; removed: number }) {
  const classes = useStyles();
  const t = useText();
  const { added, removed } = props;
  return (
    <span>
      {added > 0 && (
        <span
          className={classes.added}
          title={t('selected.diff.added', { n: String(added) })}
        >
          +{added}
        </span>
      )}
      {removed > 0 && (
        <span
          className={classes.removed}
          title={t('selected.diff.deleted', { n: String(removed) })}
        >
          −{removed}
        </span>
      )}
    </span>
  );
}

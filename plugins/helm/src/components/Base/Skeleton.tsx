import { makeStyles } from '@material-ui/core/styles';
import { useDelayed } from '../../hooks/useDelayed';
import { tokens } from '../../theme/tokens';

const useStyles = makeStyles(theme => ({
  lines: { display: 'grid', gap: 12, padding: 16 },
  line: {
    display: 'block',
    height: 12,
    borderRadius: 3,
    background: tokens(theme).tone.mute.bg,
  },
}));

const widths = ['45%', '70%', '56%', '60%', '38%'];

/** The shape of what is coming; shown only when it takes longer than 300 ms. */
export function Skeleton(props: { label: string; lines?: number }) {
  const classes = useStyles();
  const isLate = useDelayed(300);
  return (
    <div className={classes.lines} role="status" aria-label={props.label}>
      {isLate &&
        Array.from({ length: props.lines ?? 5 }, (_, index) => (
          <span
            key={index}
            className={classes.line}
            style={{ width: widths[index % widths.length] }}
          />
        ))}
    </div>
  );
}

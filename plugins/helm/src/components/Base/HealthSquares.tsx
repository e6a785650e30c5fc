import { makeStyles } from '@material-ui/core/styles';
import type { HealthSummary } from '@backstage-helm/plugin-helm-common';
import { tokens } from '../../theme/tokens';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  const square = { boxSizing: 'border-box' as const };
  return {
    row: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '4px 10px',
      fontSize: 12,
      lineHeight: '16px',
    },
    squares: {
      display: 'inline-flex',
      flexWrap: 'wrap',
      gap: 3,
      '& i': { width: 10, height: 10, borderRadius: 2 },
    },
    ready: { ...square, background: t.tone.ok.solid },
    progressing: { ...square, border: `2px solid ${t.accent}` },
    failing: {
      ...square,
      background: `linear-gradient(45deg, ${t.tone.err.solid} 42%, ${t.paper} 42% 58%, ${t.tone.err.solid} 58%)`,
    },
    unknown: { ...square, border: `1.5px dashed ${t.field}` },
  };
});

/** More objects than two rows hold: words only. */
const MOST_SQUARES = 48;

/** One square per object (filled, hollow, struck, dashed), then the words. */
export function HealthSquares(props: { health: HealthSummary }) {
  const classes = useStyles();
  const { ready, progressing, failing, unknown, words } = props.health;
  const kinds = [
    ...Array<'ready'>(ready).fill('ready'),
    ...Array<'progressing'>(progressing).fill('progressing'),
    ...Array<'failing'>(failing).fill('failing'),
    ...Array<'unknown'>(unknown).fill('unknown'),
  ];
  return (
    <div className={classes.row}>
      {kinds.length > 0 && kinds.length <= MOST_SQUARES && (
        <span className={classes.squares} aria-hidden="true">
          {kinds.map((kind, index) => (
            <i key={index} className={classes[kind]} />
          ))}
        </span>
      )}
      <span>{words}</span>
    </div>
  );
}

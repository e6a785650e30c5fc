import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { small } from '../../theme/tokens';

const useStyles = makeStyles({
  pair: {
    display: 'grid',
    gap: 16,
    alignItems: 'start',
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    [small]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
});

/** Two short fields beside each other. */
export function Pair(props: { children: ReactNode }) {
  const classes = useStyles();
  return <div className={classes.pair}>{props.children}</div>;
}

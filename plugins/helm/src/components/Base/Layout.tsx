import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { small, tokens } from '../../theme/tokens';

const useStyles = makeStyles(theme => ({
  stack: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)' },
  row: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: 8,
  },
  wideOnSmall: {
    [small]: {
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr)',
      '& > button, & > a': { width: '100%' },
    },
  },
  twoThirds: {
    display: 'grid',
    gap: 16,
    alignItems: 'start',
    gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 1fr)',
    '@media (max-width: 960px)': {
      gridTemplateColumns: 'minmax(0, 1fr)',
    },
  },
  halves: {
    display: 'grid',
    gap: 16,
    alignItems: 'start',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
    '@media (max-width: 960px)': {
      gridTemplateColumns: 'minmax(0, 1fr)',
    },
  },
  hidden: {
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
  dim: { fontSize: 12, lineHeight: '16px', color: tokens(theme).fg2 },
}));

/** Things under each other. `gap` in pixels. */
export function Stack(props: { gap?: number; children: ReactNode }) {
  const classes = useStyles();
  return (
    <div className={classes.stack} style={{ gap: props.gap ?? 16 }}>
      {props.children}
    </div>
  );
}

/** Things beside each other; `actions` take the full width on a phone. */
export function Row(props: { actions?: boolean; children: ReactNode }) {
  const classes = useStyles();
  return (
    <div
      className={`${classes.row} ${props.actions ? classes.wideOnSmall : ''}`}
    >
      {props.children}
    </div>
  );
}

/** Two columns, one under the other where there is no room. */
export function Columns(props: {
  of: 'twoThirds' | 'halves';
  children: ReactNode;
}) {
  const classes = useStyles();
  return <div className={classes[props.of]}>{props.children}</div>;
}

/** Small print. */
export function Caption(props: { children: ReactNode }) {
  const classes = useStyles();
  return <div className={classes.dim}>{props.children}</div>;
}

/** Words for the ear only. */
export function Unseen(props: { children: ReactNode }) {
  const classes = useStyles();
  return <span className={classes.hidden}>{props.children}</span>;
}

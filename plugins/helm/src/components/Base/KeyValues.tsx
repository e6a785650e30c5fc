import { Fragment, type ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { tokens } from '../../theme/tokens';

const useStyles = makeStyles(theme => ({
  list: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    gap: '6px 16px',
    margin: 0,
    fontSize: 13,
    lineHeight: '18px',
    '& dt': { color: tokens(theme).fg2 },
    '& dd': { margin: 0, minWidth: 0, overflowWrap: 'anywhere' },
  },
}));

/** Names and values; entries without a value are left out. */
export function KeyValues(props: { entries: [string, ReactNode][] }) {
  const classes = useStyles();
  return (
    <dl className={classes.list}>
      {props.entries
        .filter(([, value]) => value !== undefined && value !== '')
        .map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
    </dl>
  );
}

import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { tokens } from '../../theme/tokens';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    list: {
      display: 'grid',
      border: `1px solid ${t.line}`,
      borderRadius: 4,
      background: t.paper,
    },
  };
});

/** Environments to choose from, under each other. */
export function EnvironmentList(props: { children: ReactNode }) {
  const classes = useStyles();
  return <div className={classes.list}>{props.children}</div>;
}

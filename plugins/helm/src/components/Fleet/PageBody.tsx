import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { small, tokens } from '../../theme/tokens';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    body: {
      padding: 24,
      color: t.fg,
      fontSize: 14,
      lineHeight: '20px',
      minWidth: 0,
      [small]: { padding: 16 },
    },
  };
});

/** The ground that the plugin's own pages stand on. */
export function PageBody(props: { children: ReactNode }) {
  const classes = useStyles();
  return <div className={classes.body}>{props.children}</div>;
}

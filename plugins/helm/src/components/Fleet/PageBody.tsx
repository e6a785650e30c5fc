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

/** The ground that the plugin's own pages stand on: `isMain` where nothing around it is. */
export function PageBody(props: { isMain?: boolean; children: ReactNode }) {
  const classes = useStyles();
  const Element = props.isMain ? 'main' : 'div';
  return <Element className={classes.body}>{props.children}</Element>;
}

import type { ReactNode } from 'react';
import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { tokens } from '../../theme/tokens';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    link: {
      color: t.accent,
      '&:focus-visible': {
        outline: `2px solid ${t.accent}`,
        outlineOffset: 2,
      },
    },
  };
});

/** A link in running text. */
export function TextLink(props: { to: string; children: ReactNode }) {
  const classes = useStyles();
  return (
    <Link to={props.to} className={classes.link}>
      {props.children}
    </Link>
  );
}

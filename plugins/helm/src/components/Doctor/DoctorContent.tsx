import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { small, tokens } from '../../theme/tokens';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    body: {
      padding: '16px 24px',
      overflowY: 'auto',
      [small]: { padding: 16 },
    },
    footer: {
      borderTop: `1px solid ${t.line}`,
      padding: '12px 24px',
      [small]: { padding: '12px 16px' },
    },
  };
});

/** What stands under the head: the content that scrolls, and the bar that decides. */
export function DoctorContent(props: {
  footer: ReactNode;
  children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <>
      <div className={classes.body}>{props.children}</div>
      <footer className={classes.footer}>{props.footer}</footer>
    </>
  );
}

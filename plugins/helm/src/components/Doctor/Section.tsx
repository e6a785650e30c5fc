import { useId, type ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  title: { margin: '0 0 8px', fontSize: 15, lineHeight: '20px' },
});

/** A part of the dialog with its own title and no outline. */
export function Section(props: { title: string; children: ReactNode }) {
  const classes = useStyles();
  const titleId = useId();
  return (
    <section aria-labelledby={titleId}>
      <h3 className={classes.title} id={titleId}>
        {props.title}
      </h3>
      {props.children}
    </section>
  );
}

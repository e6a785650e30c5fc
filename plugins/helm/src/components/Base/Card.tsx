import { useId, type ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { small, tokens } from '../../theme/tokens';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    card: {
      background: t.paper,
      color: t.fg,
      border: `1px solid ${t.line}`,
      borderRadius: 4,
      minWidth: 0,
      fontSize: 14,
      lineHeight: '20px',
    },
    header: {
      display: 'flex',
      alignItems: 'center',
      gap: 8,
      minHeight: 48,
      padding: '8px 16px',
      borderBottom: `1px solid ${t.line2}`,
      [small]: { flexWrap: 'wrap' },
    },
    title: {
      margin: 0,
      fontSize: 15,
      lineHeight: '20px',
      fontWeight: 700,
      flexShrink: 0,
      maxWidth: '100%',
      overflowWrap: 'anywhere',
    },
    caption: {
      fontSize: 12,
      lineHeight: '16px',
      color: t.fg2,
      minWidth: 0,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
    },
    aside: {
      marginLeft: 'auto',
      display: 'flex',
      alignItems: 'center',
      gap: 8,
      fontSize: 12,
    },
    body: { padding: 16 },
    footer: {
      borderTop: `1px solid ${t.line2}`,
      padding: '8px 16px',
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 8,
      minHeight: 40,
      fontSize: 13,
      color: t.fg2,
    },
  };
});

/** A titled region with a one-pixel outline. `bare` leaves out the padding. */
export function Card(props: {
  title: ReactNode;
  caption?: ReactNode;
  aside?: ReactNode;
  footer?: ReactNode;
  bare?: boolean;
  children?: ReactNode;
}) {
  const classes = useStyles();
  const titleId = useId();
  return (
    <section className={classes.card} aria-labelledby={titleId}>
      <div className={classes.header}>
        <h3 className={classes.title} id={titleId}>
          {props.title}
        </h3>
        {props.caption && (
          <span className={classes.caption}>{props.caption}</span>
        )}
        {props.aside && <span className={classes.aside}>{props.aside}</span>}
      </div>
      {props.bare ? (
        props.children
      ) : (
        <div className={classes.body}>{props.children}</div>
      )}
      {props.footer && <div className={classes.footer}>{props.footer}</div>}
    </section>
  );
}

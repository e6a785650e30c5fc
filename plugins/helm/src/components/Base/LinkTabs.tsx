import type { ReactNode } from 'react';
import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { small, tokens } from '../../theme/tokens';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    nav: {
      display: 'flex',
      alignItems: 'center',
      gap: 4,
      padding: '0 8px',
      borderBottom: `1px solid ${t.line}`,
      overflowX: 'auto',
      scrollbarWidth: 'none',
      minHeight: 48,
      [small]: {
        maskImage:
          'linear-gradient(90deg, currentColor calc(100% - 32px), transparent)',
      },
    },
    title: {
      margin: '0 4px 0 0',
      padding: '0 12px 0 8px',
      fontSize: 15,
      fontWeight: 700,
      lineHeight: '24px',
      whiteSpace: 'nowrap',
      borderRight: `1px solid ${t.line}`,
    },
    tab: {
      padding: '14px 12px 13px',
      marginBottom: -1,
      fontSize: 13,
      lineHeight: '20px',
      color: t.fg2,
      borderBottom: '2px solid transparent',
      whiteSpace: 'nowrap',
      '&:hover': { color: t.fg, textDecoration: 'none' },
      '&:focus-visible': {
        outline: `2px solid ${t.accent}`,
        outlineOffset: -2,
      },
      '&[aria-current]': {
        color: t.accent,
        borderBottomColor: t.accent,
        fontWeight: 700,
      },
    },
    count: { fontSize: 12, color: t.fg2, marginLeft: 3, fontWeight: 400 },
  };
});

/** One view of a set; `count` stands behind its name. */
export interface LinkTab {
  id: string;
  to: string;
  label: ReactNode;
  count?: ReactNode;
}

/** Views that each have an address: a row of links, one of them current. */
export function LinkTabs(props: {
  label: string;
  title?: string;
  tabs: LinkTab[];
  current: string;
}) {
  const classes = useStyles();
  return (
    <nav className={classes.nav} aria-label={props.label}>
      {props.title && <h2 className={classes.title}>{props.title}</h2>}
      {props.tabs.map(tab => (
        <Link
          key={tab.id}
          to={tab.to}
          className={classes.tab}
          underline="none"
          aria-current={tab.id === props.current ? 'page' : undefined}
        >
          {tab.label}
          {tab.count !== undefined && (
            <span className={classes.count}>{tab.count}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}

import { makeStyles } from '@material-ui/core/styles';
import { small, tokens } from '../../theme/tokens';

/** Rows of revisions and the dividers between them. */
export const useHistoryStyles = makeStyles(theme => {
  const t = tokens(theme);
  const columns = {
    display: 'grid',
    gridTemplateColumns:
      '64px 128px minmax(120px, 168px) minmax(0, 1.5fr) minmax(0, 1.1fr) 140px',
    gap: '0 16px',
  };
  return {
    bar: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 8,
      padding: '12px 16px',
      borderBottom: `1px solid ${t.line}`,
    },
    push: {
      marginLeft: 'auto',
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 8,
      [small]: { marginLeft: 0 },
    },
    head: {
      ...columns,
      padding: '8px 16px',
      background: t.sunk,
      borderBottom: `1px solid ${t.line}`,
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 700,
      color: t.fg2,
      '& > :last-child': { textAlign: 'right' },
      [small]: { display: 'none' },
    },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    row: {
      ...columns,
      alignItems: 'start',
      padding: '12px 16px',
      fontSize: 13,
      lineHeight: '18px',
      '& > *': { minWidth: 0, overflowWrap: 'anywhere' },
      [small]: {
        gridTemplateColumns: '48px minmax(0, 1fr)',
        gap: '6px 12px',
        '& > :nth-child(n+3)': { gridColumn: '1 / -1' },
      },
    },
    strong: { fontWeight: 700, fontVariantNumeric: 'tabular-nums' },
    end: {
      display: 'grid',
      justifyItems: 'end',
      gap: 6,
      textAlign: 'right',
      fontSize: 12,
      lineHeight: '16px',
      color: t.fg2,
      [small]: { justifyItems: 'start', textAlign: 'left' },
    },
    now: { fontWeight: 700, color: t.fg },
    between: {
      display: 'flex',
      alignItems: 'center',
      gap: 10,
      padding: '0 16px',
      minHeight: 24,
      fontSize: 12,
      color: t.fg2,
      position: 'relative',
      '&::before': {
        content: '""',
        position: 'absolute',
        left: 0,
        right: 0,
        top: '50%',
        borderTop: `1px solid ${t.line}`,
      },
      '& > *': { position: 'relative', background: t.paper },
    },
    label: {
      padding: '0 8px',
      marginLeft: 56,
      [small]: { marginLeft: 0 },
    },
    inline: {
      margin: '8px 16px 12px 80px',
      [small]: { margin: '8px' },
    },
  };
});

import { makeStyles } from '@material-ui/core/styles';
import { tokens } from '../../theme/tokens';

/** The row of an object in a comparison. */
export const useObjectRowStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    object: {
      borderTop: `1px solid ${t.line2}`,
      '&:first-child': { borderTop: 0 },
    },
    header: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 8,
      width: '100%',
      boxSizing: 'border-box',
      minHeight: 36,
      padding: '6px 12px',
      border: 0,
      background: t.sunk,
      color: t.fg,
      font: 'inherit',
      fontSize: 13,
      textAlign: 'left',
      cursor: 'pointer',
      '&:hover': { background: t.hover },
      '&:focus-visible': {
        outline: `2px solid ${t.accent}`,
        outlineOffset: -2,
      },
    },
    kind: { color: t.fg2 },
    name: { fontWeight: 700, overflowWrap: 'anywhere', minWidth: 0 },
  };
});

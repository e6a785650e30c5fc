import { makeStyles } from '@material-ui/core/styles';
import { small, tokens } from '../../theme/tokens';

/** Tables; on a phone each row of a `list` becomes a block of named lines. */
export const useTableStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    table: {
      width: '100%',
      borderCollapse: 'collapse',
      fontSize: 13,
      lineHeight: '18px',
      '& th': {
        textAlign: 'left',
        fontSize: 12,
        lineHeight: '16px',
        fontWeight: 700,
        color: t.fg2,
        padding: 8,
        borderBottom: `1px solid ${t.line}`,
        whiteSpace: 'nowrap',
        background: t.sunk,
      },
      '& td': {
        padding: 8,
        borderBottom: `1px solid ${t.line2}`,
        verticalAlign: 'middle',
        overflowWrap: 'break-word',
      },
      '& tr:last-child > td': { borderBottom: 0 },
      '& th:first-child, & td:first-child': { paddingLeft: 16 },
      '& th:last-child, & td:last-child': { paddingRight: 16 },
      '& tbody tr:hover > td': { background: t.hover },
    },
    list: {
      [small]: {
        '&, & tbody, & tr, & td': { display: 'block' },
        '& thead': {
          position: 'absolute',
          width: 1,
          height: 1,
          overflow: 'hidden',
          clipPath: 'inset(50%)',
        },
        '& tr': {
          display: 'grid',
          gridTemplateColumns: 'minmax(0, 1fr) auto',
          gap: '4px 8px',
          padding: '10px 16px',
          borderBottom: `1px solid ${t.line2}`,
        },
        '& td, & td:first-child, & td:last-child': {
          padding: 0,
          border: 0,
        },
        '& td:nth-child(even)': { textAlign: 'right' },
        '& td:nth-child(n+3)': { color: t.fg2 },
      },
    },
    // Cells that say nothing without their column's name: `data-label`.
    named: {
      [small]: {
        '& tr': { gridTemplateColumns: 'minmax(0, 1fr)' },
        '& td:nth-child(n)': { textAlign: 'left', color: t.fg },
        '& td[data-label]': {
          display: 'grid',
          gridTemplateColumns: '104px minmax(0, 1fr)',
        },
        '& td[data-label]::before': {
          content: 'attr(data-label)',
          color: t.fg2,
          fontSize: 12,
        },
      },
    },
    dim: { color: t.fg2 },
    nowrap: { whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
    strong: { fontWeight: 700 },
  };
});

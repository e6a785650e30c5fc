import { makeStyles } from '@material-ui/core/styles';
import { small, tokens } from '../../theme/tokens';

/** The one look of text fields, selects and ticks. */
export const useFieldStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    field: { display: 'grid', gap: 4, minWidth: 0 },
    label: { fontSize: 12, lineHeight: '16px', color: t.fg2, fontWeight: 700 },
    inline: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 8,
      fontSize: 12,
      color: t.fg2,
      minWidth: 0,
    },
    input: {
      boxSizing: 'border-box',
      minHeight: 32,
      minWidth: 0,
      maxWidth: '100%',
      padding: '5px 10px',
      border: `1px solid ${t.field}`,
      borderRadius: 4,
      background: t.paper,
      color: t.fg,
      font: 'inherit',
      fontSize: 13,
      lineHeight: '20px',
      '&:focus-visible': {
        borderColor: t.accent,
        outline: `1px solid ${t.accent}`,
        outlineOffset: 0,
      },
      '&::placeholder': { color: t.fg3, opacity: 1 },
      '& option': { background: t.paper, color: t.fg },
      [small]: { minHeight: 40 },
    },
    search: { width: 240 },
    area: { minHeight: 64, resize: 'vertical', width: '100%' },
    tick: {
      display: 'flex',
      alignItems: 'center',
      gap: 8,
      fontSize: 13,
      lineHeight: '18px',
      cursor: 'pointer',
      '& input': {
        accentColor: t.accent,
        width: 16,
        height: 16,
        margin: 0,
        flex: 'none',
      },
    },
    hint: { fontSize: 12, lineHeight: '16px', color: t.fg2 },
    problem: { color: t.tone.err.text, fontSize: 12, lineHeight: '16px' },
  };
});

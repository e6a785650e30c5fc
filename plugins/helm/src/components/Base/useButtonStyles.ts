import { makeStyles } from '@material-ui/core/styles';
import { small, tokens } from '../../theme/tokens';

/** The one look of buttons and of links that act as buttons. */
export const useButtonStyles = makeStyles(theme => {
  const t = tokens(theme);
  const off = {
    background: t.tone.mute.bg,
    borderColor: t.tone.mute.line,
    color: t.fg2,
    cursor: 'not-allowed',
    filter: 'none',
  };
  return {
    button: {
      display: 'inline-flex',
      alignItems: 'center',
      justifyContent: 'center',
      gap: 6,
      boxSizing: 'border-box',
      height: 32,
      padding: '0 12px',
      margin: 0,
      border: `1px solid ${t.field}`,
      borderRadius: 4,
      background: 'transparent',
      color: t.fg,
      font: 'inherit',
      fontSize: 13,
      lineHeight: '20px',
      fontWeight: 700,
      textTransform: 'none',
      textDecoration: 'none',
      whiteSpace: 'nowrap',
      cursor: 'pointer',
      '&:hover': { background: t.hover, textDecoration: 'none' },
      '&:focus-visible': {
        outline: `2px solid ${t.accent}`,
        outlineOffset: 2,
      },
      '&[aria-disabled="true"], &[aria-disabled="true"]:hover': off,
      [small]: { height: 40 },
    },
    filled: {
      background: t.accent,
      borderColor: t.accent,
      color: t.accentFg,
      '&:hover': { background: t.accent, filter: 'brightness(1.08)' },
    },
    outlined: { borderColor: t.accent, color: t.accent },
    danger: { borderColor: t.tone.err.line, color: t.tone.err.text },
    quiet: {
      borderColor: 'transparent',
      color: t.accent,
      padding: '0 8px',
      '&[aria-disabled="true"], &[aria-disabled="true"]:hover': {
        ...off,
        background: 'transparent',
        borderColor: 'transparent',
      },
    },
    icon: {
      borderColor: 'transparent',
      color: t.fg2,
      width: 32,
      padding: 0,
      [small]: { width: 40 },
    },
    dense: {
      height: 24,
      padding: '0 8px',
      fontSize: 12,
      [small]: { height: 32 },
    },
  };
});

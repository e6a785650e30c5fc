import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { small, tokens } from '../../theme/tokens';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    group: {
      display: 'inline-flex',
      border: `1px solid ${t.field}`,
      borderRadius: 4,
      overflow: 'hidden',
      background: t.paper,
      '& button': {
        border: 0,
        borderLeft: `1px solid ${t.line}`,
        background: 'transparent',
        color: t.fg2,
        font: 'inherit',
        fontSize: 13,
        fontWeight: 700,
        height: 30,
        padding: '0 12px',
        cursor: 'pointer',
        whiteSpace: 'nowrap',
        '&:first-child': { borderLeft: 0 },
        '&:focus-visible': {
          outline: `2px solid ${t.accent}`,
          outlineOffset: -2,
        },
        '&[aria-pressed="true"]': {
          background: t.tone.accent.bg,
          color: t.tone.accent.text,
        },
        [small]: { height: 38 },
      },
    },
    dense: {
      '& button': {
        height: 22,
        fontSize: 12,
        padding: '0 10px',
        [small]: { height: 30 },
      },
    },
  };
});

/** One choice of a few, all in sight. */
export function Segmented<T extends string>(props: {
  label: string;
  value: T | undefined;
  options: { value: T; label: ReactNode }[];
  dense?: boolean;
  onChange: (value: T) => void;
}) {
  const classes = useStyles();
  return (
    <div
      role="group"
      aria-label={props.label}
      className={`${classes.group} ${props.dense ? classes.dense : ''}`}
    >
      {props.options.map(option => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === props.value}
          onClick={() => props.onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}

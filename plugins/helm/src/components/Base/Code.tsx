import { useMemo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { mono, tokens } from '../../theme/tokens';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    code: {
      margin: 0,
      padding: '8px 16px',
      fontFamily: mono,
      fontSize: 12.5,
      lineHeight: '20px',
      overflow: 'auto',
      whiteSpace: 'pre',
      color: t.fg,
      '&:focus-visible': {
        outline: `2px solid ${t.accent}`,
        outlineOffset: -2,
      },
    },
    line: {
      display: 'grid',
      gridTemplateColumns: '48px minmax(0, 1fr)',
      minWidth: 'max-content',
    },
    number: {
      color: t.fg3,
      textAlign: 'right',
      paddingRight: 12,
      userSelect: 'none',
    },
  };
});

/** Text to read as it is, with line numbers unless it is `plain`. */
export function Code(props: {
  label: string;
  text: string;
  plain?: boolean;
  maxHeight?: number;
}) {
  const classes = useStyles();
  const { label, text, plain } = props;
  const lines = useMemo(() => text.replace(/\n$/, '').split('\n'), [text]);
  return (
    <pre
      className={classes.code}
      style={{ maxHeight: props.maxHeight }}
      role="region"
      aria-label={label}
      tabIndex={0}
    >
      {plain
        ? text
        : lines.map((line, index) => (
            <div key={index} className={classes.line}>
              <span className={classes.number}>{index + 1}</span>
              <span>{line}</span>
            </div>
          ))}
    </pre>
  );
}

import { useEffect, useRef } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { mono, small, tokens } from '../../theme/tokens';

const useStyles = makeStyles(theme => {
  const { log, accent } = tokens(theme);
  return {
    log: {
      background: log.bg,
      color: log.fg,
      fontFamily: mono,
      fontSize: 12.5,
      lineHeight: '20px',
      padding: '8px 16px',
      borderRadius: 3,
      overflow: 'auto',
      '&:focus-visible': { outline: `2px solid ${accent}` },
    },
    line: {
      display: 'grid',
      gridTemplateColumns: '76px minmax(0, 1fr)',
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
      '& > span:first-child:not(:last-child)': { color: log.dim },
      [small]: {
        display: 'block',
        '& > span:first-child': { marginRight: 8 },
      },
    },
    bare: { gridTemplateColumns: 'minmax(0, 1fr)' },
    plain: {},
    err: { color: log.err },
    ok: { color: log.ok },
    dim: { color: log.dim },
  };
});

/** One line of a log; `tone` colours its text. */
export interface LogLine {
  key: string | number;
  time?: string;
  text: string;
  tone?: 'plain' | 'err' | 'ok' | 'dim';
}

/**
 * A log, dark in both themes. `follow` keeps the last line in sight; the newest
 * line is what a screen reader hears.
 */
export function LogLines(props: {
  label: string;
  lines: LogLine[];
  maxHeight?: number;
  follow?: boolean;
}) {
  const classes = useStyles();
  const box = useRef<HTMLDivElement>(null);
  const { lines, follow } = props;
  useEffect(() => {
    const element = box.current;
    if (follow && element) {
      element.scrollTop = element.scrollHeight;
    }
  }, [lines.length, follow]);
  return (
    <div
      ref={box}
      className={classes.log}
      style={{ maxHeight: props.maxHeight }}
      role="log"
      aria-label={props.label}
      tabIndex={0}
    >
      {lines.map(line => (
        <div
          key={line.key}
          className={
            line.time === undefined
              ? `${classes.line} ${classes.bare}`
              : classes.line
          }
        >
          {line.time !== undefined && <span>{line.time}</span>}
          <span className={classes[line.tone ?? 'plain']}>{line.text}</span>
        </div>
      ))}
    </div>
  );
}

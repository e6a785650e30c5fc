import { Fragment } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type { DiffHunk } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { mono, small, tokens } from '../../theme/tokens';
import { markChangedParts } from './changedPart';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    diff: {
      fontSize: 12.5,
      lineHeight: '20px',
      overflowX: 'auto',
      scrollbarWidth: 'thin',
      '&:focus-visible': {
        outline: `2px solid ${t.accent}`,
        outlineOffset: -2,
      },
    },
    lines: { display: 'grid', minWidth: 'max-content' },
    line: {
      display: 'grid',
      gridTemplateColumns: '36px 36px 22px minmax(0, 1fr)',
      fontFamily: mono,
      whiteSpace: 'pre',
      paddingRight: 12,
      '& > span:nth-child(-n+2)': {
        color: t.fg3,
        textAlign: 'right',
        paddingRight: 8,
        userSelect: 'none',
      },
      '& > span:nth-child(3)': { textAlign: 'center', userSelect: 'none' },
      '& mark': { color: 'inherit', borderRadius: 2, padding: '0 1px' },
      [small]: {
        gridTemplateColumns: '36px 16px minmax(0, 1fr)',
        '& > span:first-child': { display: 'none' },
      },
    },
    context: {},
    add: {
      background: t.add.bg,
      color: t.add.fg,
      '& mark': { background: t.add.mark },
      '& > span:nth-child(-n+2)': { color: 'inherit' },
    },
    del: {
      background: t.del.bg,
      color: t.del.fg,
      '& mark': { background: t.del.mark },
      '& > span:nth-child(-n+2)': { color: 'inherit' },
    },
    gap: {
      background: t.sunk,
      color: t.fg2,
      padding: '2px 16px',
      fontSize: 12,
      borderTop: `1px solid ${t.line2}`,
      borderBottom: `1px solid ${t.line2}`,
    },
  };
});

const signs = { add: '+', del: '−', context: '' } as const;

/** Hunks with both sides' line numbers; what is left out between them is counted. */
export function DiffLines(props: { label: string; hunks: DiffHunk[] }) {
  const classes = useStyles();
  const t = useText();
  return (
    <div
      className={classes.diff}
      role="region"
      aria-label={props.label}
      tabIndex={0}
    >
      <div className={classes.lines}>
        {props.hunks.map((hunk, index) => (
          <Fragment key={index}>
            {hunk.skippedBefore > 0 && (
              <div className={classes.gap}>
                {t('selected.diff.unchanged', { count: hunk.skippedBefore })}
              </div>
            )}
            {markChangedParts(hunk.lines).map((line, at) => (
              <div key={at} className={`${classes.line} ${classes[line.type]}`}>
                <span>{line.left}</span>
                <span>{line.right}</span>
                <span>{signs[line.type]}</span>
                <span>
                  {line.before}
                  {line.changed && <mark>{line.changed}</mark>}
                  {line.after}
                </span>
              </div>
            ))}
          </Fragment>
        ))}
      </div>
    </div>
  );
}

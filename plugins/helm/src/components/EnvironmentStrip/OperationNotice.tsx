import { makeStyles } from '@material-ui/core/styles';
import type { Operation } from '@backstage-helm/plugin-helm-common';
import { useNow } from '../../hooks/useNow';
import { useText } from '../../hooks/useText';
import { tokens } from '../../theme/tokens';
import { duration } from '../Base/Time';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    box: {
      padding: '8px 12px',
      border: `1px solid ${t.tone.accent.line}`,
      background: t.tone.accent.bg,
      borderRadius: 4,
      fontSize: 13,
      lineHeight: '18px',
    },
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      justifyContent: 'space-between',
      alignItems: 'baseline',
      gap: '0 8px',
      marginBottom: 6,
    },
    step: {
      fontSize: 12,
      color: t.fg2,
      fontVariantNumeric: 'tabular-nums',
      whiteSpace: 'nowrap',
    },
    bars: {
      display: 'grid',
      gridAutoFlow: 'column',
      gridAutoColumns: '1fr',
      gap: 3,
      '& i': { height: 6, borderRadius: 3, background: t.tone.mute.line },
      '& i[data-status="passed"]': { background: t.tone.ok.solid },
      '& i[data-status="skipped"]': { background: t.tone.ok.line },
      '& i[data-status="failed"]': { background: t.tone.err.solid },
      '& i[data-status="running"]': {
        background: `repeating-linear-gradient(115deg, ${t.accent} 0 6px, ${t.tone.accent.line} 6px 10px)`,
      },
    },
  };
});

/** What runs here now: the step in words, its time, a bar per step. */
export function OperationNotice(props: { operation: Operation }) {
  const classes = useStyles();
  const t = useText();
  const now = useNow(1000);
  const { phases, startedAt, createdAt } = props.operation;
  const at = phases.findIndex(phase => phase.status === 'running');
  const title =
    at < 0
      ? t('strip.notice.queued')
      : t(`strip.notice.phase.${phases[at].name}`);
  const time = duration(now - Date.parse(startedAt ?? createdAt));
  return (
    <div className={classes.box}>
      <div className={classes.line}>
        <strong>{title}</strong>
        <span className={classes.step}>
          {at < 0
            ? time
            : t('strip.notice.step', {
                step: String(at + 1),
                steps: String(phases.length),
                time,
              })}
        </span>
      </div>
      {phases.length > 0 && (
        <div
          className={classes.bars}
          role="progressbar"
          aria-valuemin={0}
          aria-valuemax={phases.length}
          aria-valuenow={Math.max(at, 0)}
          aria-label={title}
        >
          {phases.map(phase => (
            <i key={phase.name} data-status={phase.status} />
          ))}
        </div>
      )}
    </div>
  );
}

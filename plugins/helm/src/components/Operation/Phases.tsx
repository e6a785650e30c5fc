import { makeStyles } from '@material-ui/core/styles';
import type { OperationPhase } from '@backstage-helm/plugin-helm-common';
import { useNow } from '../../hooks/useNow';
import { useText, type Text } from '../../hooks/useText';
import { small, tokens } from '../../theme/tokens';
import { Icon } from '../Base/Icon';
import type { IconName } from '../Base/iconShapes';
import { duration } from '../Base/Time';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  const dashed = (angle: number) =>
    `repeating-linear-gradient(${angle}deg, ${t.accent} 0 6px, transparent 6px 10px)`;
  return {
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      display: 'grid',
      gridAutoFlow: 'column',
      gridAutoColumns: 'minmax(0, 1fr)',
      [small]: { gridAutoFlow: 'row' },
    },
    phase: {
      position: 'relative',
      padding: '28px 8px 0 0',
      fontSize: 13,
      lineHeight: '18px',
      overflowWrap: 'anywhere',
      '&::before': {
        content: '""',
        position: 'absolute',
        left: 24,
        right: 4,
        top: 9,
        height: 2,
        background: t.tone.mute.line,
      },
      '&:last-child::before': { display: 'none' },
      [small]: {
        padding: '0 0 14px 32px',
        '&::before': {
          left: 9,
          right: 'auto',
          top: 22,
          bottom: 2,
          width: 2,
          height: 'auto',
        },
        '&:last-child': { paddingBottom: 0 },
      },
    },
    dot: {
      position: 'absolute',
      left: 0,
      top: 0,
      width: 20,
      height: 20,
      boxSizing: 'border-box',
      borderRadius: '50%',
      display: 'grid',
      placeItems: 'center',
      border: `1.5px solid ${t.field}`,
      background: t.paper,
      color: t.fg2,
    },
    next: {},
    skipped: { '& $name': { color: t.fg2 } },
    passed: {
      '& $dot': {
        background: t.tone.ok.bg,
        borderColor: t.tone.ok.text,
        color: t.tone.ok.text,
      },
      '&::before': { background: t.tone.ok.solid },
    },
    running: {
      '& $dot': {
        background: t.tone.accent.bg,
        borderColor: t.accent,
        color: t.accent,
      },
      '&::before': {
        background: dashed(90),
        [small]: { background: dashed(180) },
      },
    },
    failed: {
      '& $dot': {
        background: t.tone.err.bg,
        borderColor: t.tone.err.text,
        color: t.tone.err.text,
      },
      '& $name': { color: t.tone.err.text },
      '&::before': { background: t.tone.err.solid },
    },
    name: { display: 'block', fontWeight: 700 },
    facts: {
      fontSize: 12,
      lineHeight: '16px',
      color: t.fg2,
      fontVariantNumeric: 'tabular-nums',
    },
  };
});

const icons: Record<OperationPhase['status'], IconName | undefined> = {
  next: undefined,
  skipped: undefined,
  running: 'progress',
  passed: 'check',
  failed: 'close',
};

/** What a phase came to and how long it took, so far. */
export function phaseFacts(
  t: Text,
  phase: OperationPhase,
  now: number,
): string {
  const { startedAt, finishedAt, status, summary } = phase;
  const took =
    startedAt && status !== 'skipped' && status !== 'next'
      ? duration(
          (finishedAt ? Date.parse(finishedAt) : now) - Date.parse(startedAt),
        )
      : undefined;
  // A sentence that goes on needs no full stop.
  const text = summary?.replace(/\.$/, '') ?? t(`base.phaseStatus.${status}`);
  return [text, took].filter(Boolean).join(', ');
}

/** The steps in order; down the page where it is narrow. */
export function Phases(props: { phases: OperationPhase[] }) {
  const classes = useStyles();
  const t = useText();
  const now = useNow(1000);
  return (
    <ol className={classes.list}>
      {props.phases.map(phase => {
        const icon = icons[phase.status];
        return (
          <li
            key={phase.name}
            className={`${classes.phase} ${classes[phase.status]}`}
            aria-current={phase.status === 'running' ? 'step' : undefined}
          >
            <span className={classes.dot}>
              {icon && <Icon name={icon} size={12} />}
            </span>
            <span className={classes.name}>
              {t(`base.phase.${phase.name}`)}
            </span>
            <span className={classes.facts}>{phaseFacts(t, phase, now)}</span>
          </li>
        );
      })}
    </ol>
  );
}

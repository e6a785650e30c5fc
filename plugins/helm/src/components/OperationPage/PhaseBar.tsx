import { makeStyles } from '@material-ui/core/styles';
import type { OperationPhase } from '@backstage-helm/plugin-helm-common';
import { useNow } from '../../hooks/useNow';
import { tokens } from '../../theme/tokens';

const useStyles = makeStyles(theme => {
  const { tone } = tokens(theme);
  return {
    bar: {
      display: 'flex',
      gap: 2,
      height: 10,
      '& i': { borderRadius: 2, minWidth: 6 },
    },
    passed: { background: tone.ok.solid },
    failed: { background: tone.err.solid },
    running: { background: tone.accent.solid },
    skipped: { background: tone.mute.line },
    next: { background: tone.mute.line },
  };
});

/** The share of time that each phase took; the same is said below in words. */
export function PhaseBar(props: { phases: OperationPhase[] }) {
  const classes = useStyles();
  const now = useNow(1000);
  return (
    <div className={classes.bar} aria-hidden="true">
      {props.phases.map(phase => {
        const { startedAt, finishedAt } = phase;
        const took = startedAt
          ? (finishedAt ? Date.parse(finishedAt) : now) - Date.parse(startedAt)
          : 0;
        return (
          <i
            key={phase.name}
            className={classes[phase.status]}
            style={{ flexGrow: Math.max(took, 1) }}
          />
        );
      })}
    </div>
  );
}

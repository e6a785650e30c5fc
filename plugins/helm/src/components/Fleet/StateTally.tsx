import { makeStyles } from '@material-ui/core/styles';
import { useText } from '../../hooks/useText';
import { small, tokens, type Tone } from '../../theme/tokens';
import { Icon } from '../Base/Icon';
import type { IconName } from '../Base/iconShapes';
import { tallyTones } from './tally';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    tally: {
      display: 'grid',
      gridTemplateColumns: 'repeat(5, minmax(0, 1fr))',
      background: t.paper,
      border: `1px solid ${t.line}`,
      borderRadius: 4,
      overflow: 'hidden',
      [small]: { gridTemplateColumns: 'minmax(0, 1fr)' },
    },
    tile: {
      display: 'grid',
      gap: 2,
      alignContent: 'start',
      justifyItems: 'start',
      padding: '12px 16px',
      border: 0,
      borderLeft: `1px solid ${t.line2}`,
      background: 'transparent',
      color: t.fg,
      font: 'inherit',
      fontSize: 14,
      lineHeight: '20px',
      textAlign: 'left',
      cursor: 'pointer',
      '&:first-child': { borderLeft: 0 },
      '&:hover': { background: t.hover },
      '&:focus-visible': {
        outline: `2px solid ${t.accent}`,
        outlineOffset: -2,
      },
      '&[aria-pressed="true"]': {
        boxShadow: `inset 0 -2px 0 ${t.accent}`,
        background: t.tone.accent.bg,
      },
      [small]: {
        gridTemplateColumns: '80px minmax(0, 1fr)',
        alignItems: 'center',
        padding: '8px 16px',
        borderLeft: 0,
        borderTop: `1px solid ${t.line2}`,
        '&:first-child': { borderTop: 0 },
      },
    },
    count: {
      display: 'flex',
      alignItems: 'center',
      gap: 8,
      fontSize: 24,
      lineHeight: '28px',
      fontWeight: 700,
      fontVariantNumeric: 'tabular-nums',
    },
    err: { color: t.tone.err.text },
    warn: { color: t.tone.warn.text },
    accent: { color: t.tone.accent.text },
    ok: { color: t.tone.ok.text },
    mute: { color: t.tone.mute.text },
  };
});

const icons: Record<Tone, IconName> = {
  err: 'cross',
  warn: 'outOfSync',
  accent: 'progress',
  ok: 'tick',
  mute: 'question',
};

/** How many need what; a tile is a filter. */
export function StateTally(props: {
  counts: Record<Tone, number>;
  chosen: Tone | undefined;
  onChoose: (tone: Tone | undefined) => void;
}) {
  const classes = useStyles();
  const t = useText();
  return (
    <div
      className={classes.tally}
      role="group"
      aria-label={t('fleet.tally.label')}
    >
      {tallyTones.map(tone => (
        <button
          key={tone}
          type="button"
          className={classes.tile}
          aria-pressed={props.chosen === tone}
          onClick={() =>
            props.onChoose(props.chosen === tone ? undefined : tone)
          }
        >
          <span className={`${classes.count} ${classes[tone]}`}>
            <Icon name={icons[tone]} size={20} spin={false} />
            {props.counts[tone]}
          </span>
          <strong>{t(`fleet.tally.${tone}`)}</strong>
        </button>
      ))}
    </div>
  );
}

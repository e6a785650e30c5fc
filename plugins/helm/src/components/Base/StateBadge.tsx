import { makeStyles } from '@material-ui/core/styles';
import type { Headline } from '@backstage-helm/plugin-helm-common';
import { tokens, type Tone } from '../../theme/tokens';
import { Icon } from './Icon';
import type { IconName } from './iconShapes';

const useStyles = makeStyles(theme => {
  const { tone } = tokens(theme);
  const toned = (name: Tone) => ({
    color: tone[name].text,
    borderColor: tone[name].line,
    background: tone[name].bg,
  });
  return {
    state: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 6,
      boxSizing: 'border-box',
      height: 24,
      padding: '0 8px 0 6px',
      border: '1px solid',
      borderRadius: 12,
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 700,
      whiteSpace: 'nowrap',
    },
    err: toned('err'),
    warn: toned('warn'),
    accent: toned('accent'),
    ok: toned('ok'),
    mute: toned('mute'),
  };
});

const icons: Record<Headline['state'], IconName> = {
  InSync: 'tick',
  OutOfSync: 'outOfSync',
  Drifted: 'drift',
  Progressing: 'progress',
  Uninstalling: 'progress',
  Failed: 'cross',
  Conflict: 'cross',
  Locked: 'lock',
  Absent: 'absent',
  Unmanaged: 'unmanaged',
  Undeclared: 'unmanaged',
  Orphaned: 'unmanaged',
  Paused: 'pause',
  Unknown: 'question',
};

/** Of a state that needs a person: nothing turns where nobody is at work. */
const stopped: Partial<Record<Headline['state'], IconName>> = {
  Unknown: 'cross',
  Uninstalling: 'trash',
};

/** A state: always icon, word and tone; the reason as its tooltip. */
export function StateBadge(props: { headline: Headline }) {
  const { state, word, tone, reason } = props.headline;
  // A declaration that can't be read is unknown, and somebody's to mend.
  const icon = (tone === 'err' && stopped[state]) || icons[state];
  return <ToneBadge tone={tone} icon={icon} word={word} title={reason} />;
}

/** The same pill for things that are no release: an operation's status. */
export function ToneBadge(props: {
  tone: Tone;
  icon: IconName;
  word: string;
  title?: string;
}) {
  const classes = useStyles();
  return (
    <span
      className={`${classes.state} ${classes[props.tone]}`}
      title={props.title}
    >
      <Icon name={props.icon} size={14} />
      {props.word}
    </span>
  );
}

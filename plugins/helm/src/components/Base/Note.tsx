import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { tokens, type Tone } from '../../theme/tokens';
import { Icon } from './Icon';
import type { IconName } from './iconShapes';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  const toned = (name: Tone) => ({
    borderColor: t.tone[name].line,
    background: t.tone[name].bg,
    '& > svg': { color: t.tone[name].text },
  });
  return {
    note: {
      display: 'flex',
      gap: 8,
      padding: '8px 12px',
      border: `1px solid ${t.tone.mute.line}`,
      borderRadius: 4,
      background: t.sunk,
      color: t.fg,
      fontSize: 13,
      lineHeight: '18px',
      '& > svg': { marginTop: 1 },
      '& p': { margin: 0 },
      // Colour alone does not tell a link from the words around it.
      '& a': { textDecoration: 'underline' },
    },
    body: { minWidth: 0, flex: 1, overflowWrap: 'anywhere' },
    err: toned('err'),
    warn: toned('warn'),
    accent: toned('accent'),
    ok: toned('ok'),
    mute: {},
  };
});

const icons: Record<Tone, IconName> = {
  err: 'cross',
  warn: 'warn',
  accent: 'info',
  ok: 'tick',
  mute: 'info',
};

/** A boxed remark in a tone; `live` announces it when it appears. */
export function Note(props: {
  tone: Tone;
  icon?: IconName;
  live?: 'polite' | 'assertive';
  children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <div
      className={`${classes.note} ${classes[props.tone]}`}
      role={props.live === 'assertive' ? 'alert' : undefined}
      aria-live={props.live}
    >
      <Icon name={props.icon ?? icons[props.tone]} />
      <div className={classes.body}>{props.children}</div>
    </div>
  );
}

import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
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
    chip: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 5,
      boxSizing: 'border-box',
      minHeight: 20,
      padding: '1px 7px',
      border: `1px solid ${tone.mute.line}`,
      borderRadius: 3,
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 400,
      overflowWrap: 'normal',
      color: tone.mute.text,
      background: 'transparent',
    },
    err: toned('err'),
    warn: toned('warn'),
    accent: toned('accent'),
    ok: toned('ok'),
    mute: {},
  };
});

/** A small fact, in a tone. */
export function Chip(props: {
  tone?: Tone;
  icon?: IconName;
  title?: string;
  children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <span
      className={`${classes.chip} ${classes[props.tone ?? 'mute']}`}
      title={props.title}
    >
      {props.icon && <Icon name={props.icon} size={12} />}
      {props.children}
    </span>
  );
}

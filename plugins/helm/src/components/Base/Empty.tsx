import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { tokens, type Tone } from '../../theme/tokens';
import { Icon } from './Icon';
import type { IconName } from './iconShapes';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    empty: {
      padding: '24px 16px',
      display: 'grid',
      justifyItems: 'center',
      textAlign: 'center',
      gap: 6,
      color: t.fg2,
      fontSize: 13,
      lineHeight: '18px',
    },
    title: { fontWeight: 700, color: t.fg },
    ok: { color: t.tone.ok.text },
  };
});

/** What there would be, and how it comes to be. */
export function Empty(props: {
  icon: IconName;
  tone?: Tone;
  title: string;
  children?: ReactNode;
}) {
  const classes = useStyles();
  return (
    <div className={classes.empty}>
      <span className={props.tone === 'ok' ? classes.ok : undefined}>
        <Icon name={props.icon} size={28} />
      </span>
      <span className={classes.title}>{props.title}</span>
      {props.children}
    </div>
  );
}

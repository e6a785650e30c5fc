import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { tokens } from '../../theme/tokens';
import { Icon } from './Icon';
import type { IconName } from './iconShapes';

const useStyles = makeStyles(theme => ({
  why: {
    display: 'flex',
    gap: 6,
    margin: 0,
    fontSize: 12,
    lineHeight: '16px',
    color: tokens(theme).fg2,
  },
}));

/** Why something is off, and who or what lifts it. */
export function Why(props: {
  id?: string;
  icon?: IconName;
  children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <p className={classes.why} id={props.id}>
      <Icon name={props.icon ?? 'lock'} size={14} />
      <span>{props.children}</span>
    </p>
  );
}

import type { MouseEvent, ReactNode } from 'react';
import { Icon } from './Icon';
import type { IconName } from './iconShapes';
import { useButtonStyles } from './useButtonStyles';

export type ButtonLook =
  | 'plain'
  | 'filled'
  | 'outlined'
  | 'danger'
  | 'quiet'
  | 'icon';

/**
 * A button that is never silently disabled: one that can't act keeps the focus
 * and points at the element that says why (`offBecauseId`, see {@link Why}).
 */
export function ActionButton(props: {
  children?: ReactNode;
  look?: ButtonLook;
  icon?: IconName;
  dense?: boolean;
  label?: string;
  type?: 'button' | 'submit';
  off?: boolean;
  offBecauseId?: string;
  pressed?: boolean;
  expanded?: boolean;
  hasMenu?: boolean;
  onClick?: (event: MouseEvent<HTMLButtonElement>) => void;
}) {
  const classes = useButtonStyles();
  const { look = 'plain', off = false } = props;
  const names = [classes.button];
  if (look !== 'plain') {
    names.push(classes[look]);
  }
  if (props.dense) {
    names.push(classes.dense);
  }
  return (
    <button
      type={props.type ?? 'button'}
      className={names.join(' ')}
      aria-label={props.label}
      aria-disabled={off || undefined}
      aria-describedby={off ? props.offBecauseId : undefined}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-haspopup={props.hasMenu ? 'menu' : undefined}
      onClick={event => {
        if (off) {
          event.preventDefault();
          return;
        }
        props.onClick?.(event);
      }}
    >
      {props.icon && <Icon name={props.icon} size={props.dense ? 14 : 16} />}
      {props.children}
    </button>
  );
}

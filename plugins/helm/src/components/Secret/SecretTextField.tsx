import { useId } from 'react';
import { useFieldStyles } from '../Base/useFieldStyles';

/**
 * One line of a Secret. A `hidden` one is drawn as dots, and no browser offers
 * to remember it.
 */
export function SecretTextField(props: {
  label: string;
  value: string;
  hint?: string;
  problem?: string;
  hidden?: boolean;
  onChange: (value: string) => void;
}) {
  const classes = useFieldStyles();
  const id = useId();
  const { hint, problem } = props;
  const described = [hint && `${id}-hint`, problem && `${id}-problem`];
  return (
    <div className={classes.field}>
      <label className={classes.label} htmlFor={id}>
        {props.label}
      </label>
      <input
        id={id}
        type={props.hidden ? 'password' : 'text'}
        className={classes.input}
        value={props.value}
        autoComplete={props.hidden ? 'new-password' : 'off'}
        autoCapitalize="off"
        spellCheck={false}
        aria-invalid={problem ? true : undefined}
        aria-describedby={described.filter(Boolean).join(' ') || undefined}
        onChange={event => props.onChange(event.target.value)}
      />
      {hint && (
        <span id={`${id}-hint`} className={classes.hint}>
          {hint}
        </span>
      )}
      {problem && (
        <span id={`${id}-problem`} className={classes.problem} role="alert">
          {problem}
        </span>
      )}
    </div>
  );
}

import { useId } from 'react';
import { useFieldStyles } from '../../components/Base/useFieldStyles';

/** A choice of many as wide as its field, its label above it. */
export function Choice(props: {
  label: string;
  value: string;
  /** What stands there while nothing is chosen. */
  empty: string;
  options: { value: string; label: string }[];
  isOff: boolean;
  isRequired?: boolean;
  isInvalid?: boolean;
  onChange: (value: string) => void;
}) {
  const classes = useFieldStyles();
  const id = useId();
  return (
    <div className={classes.field}>
      <label className={classes.label} htmlFor={id}>
        {props.label}
      </label>
      <select
        id={id}
        className={classes.input}
        value={props.value}
        disabled={props.isOff}
        aria-required={props.isRequired || undefined}
        aria-invalid={props.isInvalid || undefined}
        onChange={event => props.onChange(event.target.value)}
      >
        <option value="">{props.empty}</option>
        {props.options.map(option => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

import { useId, type ReactNode } from 'react';
import { useFieldStyles } from './useFieldStyles';

/** A one-line search; its label is for the ear, its placeholder for the eye. */
export function SearchField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const classes = useFieldStyles();
  return (
    <input
      type="search"
      className={`${classes.input} ${classes.search}`}
      aria-label={props.label}
      placeholder={props.label}
      value={props.value}
      onChange={event => props.onChange(event.target.value)}
    />
  );
}

/** A choice of many, its label before it. */
export function SelectField(props: {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
}) {
  const classes = useFieldStyles();
  const id = useId();
  return (
    <span className={classes.inline}>
      <label htmlFor={id}>{props.label}</label>
      <select
        id={id}
        className={classes.input}
        value={props.value}
        onChange={event => props.onChange(event.target.value)}
      >
        {props.options.map(option => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </span>
  );
}

/** A sentence or more; `problem` is announced and named as its description. */
export function TextArea(props: {
  label: string;
  value: string;
  problem?: string;
  maxLength?: number;
  onChange: (value: string) => void;
}) {
  const classes = useFieldStyles();
  const id = useId();
  return (
    <div className={classes.field}>
      <label className={classes.label} htmlFor={id}>
        {props.label}
      </label>
      <textarea
        id={id}
        className={`${classes.input} ${classes.area}`}
        value={props.value}
        maxLength={props.maxLength}
        aria-invalid={props.problem ? true : undefined}
        aria-describedby={props.problem ? `${id}-problem` : undefined}
        onChange={event => props.onChange(event.target.value)}
      />
      {props.problem && (
        <span id={`${id}-problem`} className={classes.problem} role="alert">
          {props.problem}
        </span>
      )}
    </div>
  );
}

/** A yes or no. */
export function Tick(props: {
  label: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const classes = useFieldStyles();
  return (
    <label className={classes.tick}>
      <input
        type="checkbox"
        checked={props.checked}
        onChange={event => props.onChange(event.target.checked)}
      />
      <span>{props.label}</span>
    </label>
  );
}

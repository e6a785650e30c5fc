import { useId, type ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { MarkdownContent } from '@backstage/core-components';
import { useText } from '../../hooks/useText';
import { tokens } from '../../theme/tokens';
import { Unseen } from '../../components/Base/Layout';
import { errorsBelow } from './errorsBelow';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    frame: {
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr)',
      gap: 8,
      margin: '16px 0 8px',
      padding: 0,
      border: 0,
      minWidth: 0,
      fontSize: 14,
      lineHeight: '20px',
      color: t.fg,
    },
    title: {
      padding: 0,
      marginBottom: 4,
      fontSize: 15,
      lineHeight: '20px',
      fontWeight: 700,
    },
    description: {
      fontSize: 13,
      lineHeight: '18px',
      color: t.fg2,
      '& p': { margin: 0, fontSize: 'inherit', lineHeight: 'inherit' },
    },
    problem: { color: t.tone.err.text, fontSize: 12, lineHeight: '16px' },
  };
});

/** What a field needs of the form to be drawn as one of its fields. */
export interface FramedField {
  idSchema?: { $id: string };
  schema: { title?: string; description?: string };
  uiSchema?: { 'ui:description'?: unknown };
  required?: boolean;
  rawErrors?: string[];
  errorSchema?: unknown;
}

/**
 * A field of a template's form: its label, what it is for, its controls and, for
 * the ear, the errors that the form shows below it.
 */
export function FieldFrame(props: {
  field: FramedField;
  title: string;
  description: string;
  children: ReactNode;
}) {
  const classes = useStyles();
  const t = useText();
  const id = useId();
  const { field } = props;
  const title = field.schema.title || props.title;
  const ui = field.uiSchema?.['ui:description'];
  const description =
    (typeof ui === 'string' && ui) ||
    field.schema.description ||
    props.description;
  const below = errorsBelow(field.errorSchema);
  const described = [
    `${id}-description`,
    field.rawErrors?.length && field.idSchema && `${field.idSchema.$id}__error`,
    below.length && `${id}-below`,
  ].filter(Boolean);
  return (
    <fieldset
      id={field.idSchema?.$id}
      className={classes.frame}
      aria-describedby={described.join(' ')}
    >
      <legend className={classes.title}>
        {title}
        {field.required && (
          <>
            <span aria-hidden> *</span>
            <Unseen> ({t('fields.required')})</Unseen>
          </>
        )}
      </legend>
      <div id={`${id}-description`} className={classes.description}>
        <MarkdownContent content={description} linkTarget="_blank" />
      </div>
      {props.children}
      {below.length > 0 && (
        <div id={`${id}-below`} className={classes.problem} role="alert">
          {below.map(error => (
            <div key={error}>{error}</div>
          ))}
        </div>
      )}
    </fieldset>
  );
}

import { useId } from 'react';
import type { ChartRepositorySummary } from '@backstage-helm/plugin-helm-common';
import { Choice } from '../base/Choice';
import { useText } from '../../hooks/useText';
import { useFieldStyles } from '../../components/Base/useFieldStyles';

/** Where there are more names than this, typing is quicker than looking. */
const MOST_TO_CHOOSE = 60;

interface ChartNameProps {
  repository: ChartRepositorySummary;
  name: string;
  isOff: boolean;
  isRequired?: boolean;
  isInvalid: boolean;
  onName: (name: string) => void;
}

/** A chart out of a short list, or its name typed, with those known offered. */
export function ChartName(props: ChartNameProps) {
  const t = useText();
  const { repository, name } = props;
  const { charts, listing } = repository;
  if (listing !== 'complete' || charts.length > MOST_TO_CHOOSE) {
    return <TypedName {...props} />;
  }
  const isKnown = !name || charts.includes(name);
  return (
    <Choice
      label={t('fields.chart.name')}
      value={name}
      isOff={props.isOff}
      isRequired={props.isRequired}
      isInvalid={props.isInvalid}
      empty={t('fields.chart.choose')}
      options={[...charts, ...(isKnown ? [] : [name])].map(chart => ({
        value: chart,
        label: chart,
      }))}
      onChange={props.onName}
    />
  );
}

function TypedName(props: ChartNameProps) {
  const classes = useFieldStyles();
  const t = useText();
  const id = useId();
  const { repository, name, onName } = props;
  const { charts, listing } = repository;

  return (
    <div className={classes.field}>
      <label className={classes.label} htmlFor={id}>
        {t('fields.chart.name')}
      </label>
      <input
        id={id}
        className={classes.input}
        value={name}
        placeholder={t('fields.chart.type')}
        list={`${id}-known`}
        autoComplete="off"
        spellCheck={false}
        maxLength={250}
        disabled={props.isOff}
        aria-required={props.isRequired || undefined}
        aria-invalid={props.isInvalid || undefined}
        aria-describedby={listing === 'complete' ? undefined : `${id}-hint`}
        onChange={event => onName(event.target.value.trim())}
      />
      <datalist id={`${id}-known`}>
        {charts.map(chart => (
          <option key={chart} value={chart} />
        ))}
      </datalist>
      {listing !== 'complete' && (
        <span id={`${id}-hint`} className={classes.hint}>
          {listing === 'refused'
            ? t('fields.chart.refused')
            : t('fields.chart.cut', { n: String(charts.length) })}
        </span>
      )}
    </div>
  );
}

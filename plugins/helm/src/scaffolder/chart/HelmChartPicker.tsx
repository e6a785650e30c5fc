import type { ChartRepositorySummary } from '@backstage-helm/plugin-helm-common';
import { Failure } from '../../components/Base/Failure';
import { Skeleton } from '../../components/Base/Skeleton';
import { Note } from '../../components/Base/Note';
import { useText } from '../../hooks/useText';
import { FieldFrame } from '../base/FieldFrame';
import { Choice } from '../base/Choice';
import { Pair } from '../base/Pair';
import { ChartCheck } from './ChartCheck';
import { ChartName } from './ChartName';
import { parseChartReference } from './chartReference';
import type { ChartPickerProps } from './schema';
import { useRepositories } from './useCharts';

/** A configured repository and a chart of it. */
export function HelmChartPicker(props: ChartPickerProps) {
  const t = useText();
  const { data, error, isLoading, refresh } = useRepositories();
  const allowed = props.uiSchema['ui:options']?.repositories;
  const offered = (data?.items ?? []).filter(
    ({ repository }) => !allowed || allowed.includes(repository),
  );
  return (
    <FieldFrame
      field={props}
      title={t('fields.chart.title')}
      description={t('fields.chart.description')}
    >
      {isLoading && <Skeleton label={t('fields.chart.reading')} lines={2} />}
      {error && !data && (
        <Failure
          title={t('fields.chart.failed')}
          error={error}
          retry={refresh}
        />
      )}
      {data && offered.length === 0 && (
        <Note tone="warn">{t('fields.chart.none')}</Note>
      )}
      {offered.length > 0 && <Picker {...props} offered={offered} />}
    </FieldFrame>
  );
}

function Picker(
  props: ChartPickerProps & { offered: ChartRepositorySummary[] },
) {
  const t = useText();
  const { offered, formData, onChange, required } = props;
  const isOff = props.disabled || props.readonly;
  const only = offered.length === 1 ? offered[0].repository : '';
  const repository = formData?.repository || only;
  const chosen = offered.find(entry => entry.repository === repository);
  const isInvalid = props.rawErrors.length > 0;
  const names = offered.map(entry => entry.repository);
  return (
    <>
      <Pair>
        <Choice
          label={t('fields.chart.repository')}
          value={repository}
          isOff={isOff}
          isRequired={required}
          isInvalid={isInvalid && !chosen}
          empty={t('fields.chart.chooseRepository')}
          options={[
            ...names.map(name => ({ value: name, label: name })),
            ...(repository && !chosen
              ? [
                  {
                    value: repository,
                    label: t('fields.chart.notConfigured', { repository }),
                  },
                ]
              : []),
          ]}
          onChange={picked =>
            onChange(picked ? { repository: picked, name: '' } : undefined)
          }
        />
        {chosen && (
          <ChartName
            key={chosen.repository}
            repository={chosen}
            name={formData?.name ?? ''}
            isOff={isOff}
            isRequired={required}
            isInvalid={isInvalid}
            onName={name => onChange({ repository: chosen.repository, name })}
          />
        )}
      </Pair>
      {chosen?.problem && (
        <Note tone="warn" live="polite">
          {chosen.problem.message} {chosen.problem.wayOut}
        </Note>
      )}
      <ChartCheck chart={chosen && parseChartReference(formData)} />
    </>
  );
}

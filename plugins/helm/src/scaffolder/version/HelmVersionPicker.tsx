import { useState } from 'react';
import type { Chart } from '@backstage-helm/plugin-helm-common';
import { ActionButton } from '../../components/Base/ActionButton';
import { Chip } from '../../components/Base/Chip';
import { Card } from '../../components/Base/Card';
import { Failure } from '../../components/Base/Failure';
import { Tick } from '../../components/Base/Fields';
import { Note } from '../../components/Base/Note';
import { Skeleton } from '../../components/Base/Skeleton';
import { VersionList } from '../../components/Deploy/VersionList';
import { useSettled } from '../../hooks/useSettled';
import { useText } from '../../hooks/useText';
import { FieldFrame } from '../base/FieldFrame';
import { formDataOf } from '../base/formData';
import { useFormChart } from '../chart/useFormChart';
import { usePublished } from '../chart/useCharts';
import type { VersionPickerProps } from './schema';

/** A chart's name may still be being typed (milliseconds). */
const PAUSE = 400;

/** One published version of the chart that the form speaks of. */
export function HelmVersionPicker(props: VersionPickerProps) {
  const t = useText();
  const data = formDataOf(props.formContext);
  const found = useFormChart(data, props.uiSchema['ui:options']);
  const chart = useSettled(found.chart, PAUSE);
  const published = usePublished(chart);
  const isLoading = published.isLoading || found.live?.isLoading;
  const error = published.error ?? found.live?.error;
  return (
    <FieldFrame
      field={props}
      title={t('fields.version.title')}
      description={t('fields.version.description')}
    >
      {isLoading && <Skeleton label={t('fields.version.reading')} lines={3} />}
      {found.missing && !isLoading && !error && (
        <Note tone="mute">{t(`fields.version.${found.missing}First`)}</Note>
      )}
      {error && !published.data && (
        <Failure
          title={t('fields.version.failed')}
          error={error}
          retry={published.error ? published.refresh : found.live?.refresh}
        />
      )}
      {published.data && (
        <Picker
          {...props}
          published={published.data}
          declared={found.declaredVersion}
        />
      )}
    </FieldFrame>
  );
}

function Picker(
  props: VersionPickerProps & { published: Chart; declared?: string },
) {
  const t = useText();
  const { published, declared, formData: picked = '' } = props;
  const [isWithPrereleases, setIsWithPrereleases] = useState(false);
  const { versions } = published;
  const chosen = versions.find(entry => entry.version === picked);
  const hasPrereleases = versions.some(entry => entry.isPrerelease);
  const isOff = props.disabled || props.readonly;
  const isClearable = picked !== '' && !props.required && !isOff;
  const offered = versions.filter(
    entry =>
      isWithPrereleases || !entry.isPrerelease || entry.version === picked,
  );
  return (
    <>
      {versions.length === 0 && (
        <Note tone="warn">{t('fields.version.none')}</Note>
      )}
      {picked && !chosen && (
        <Note tone="err" live="polite">
          {t('fields.version.notPublished', {
            chart: published.name,
            version: picked,
          })}
        </Note>
      )}
      {versions.length > 0 && (
        <Card
          bare
          title={published.name}
          caption={t('deploy.version.published', {
            n: String(versions.length),
            repository: published.repository,
          })}
          footer={
            (hasPrereleases || isClearable) && (
              <>
                {hasPrereleases && (
                  <Tick
                    label={t('fields.version.prereleases')}
                    checked={isWithPrereleases}
                    onChange={setIsWithPrereleases}
                  />
                )}
                {isClearable && (
                  <ActionButton
                    dense
                    look="quiet"
                    onClick={() => props.onChange(undefined)}
                  >
                    {t('fields.clear')}
                  </ActionButton>
                )}
              </>
            )
          }
        >
          <VersionList
            label={props.schema.title || t('fields.version.title')}
            name={props.idSchema?.$id ?? props.name}
            versions={offered}
            picked={picked}
            always={[declared]}
            isWithPrereleases={isWithPrereleases}
            marks={version =>
              version === declared && (
                <Chip icon="git">{t('deploy.version.declared')}</Chip>
              )
            }
            isOff={isOff}
            onVersion={version => props.onChange(version)}
          />
        </Card>
      )}
      {chosen?.deprecated && (
        <Note tone="warn" live="polite">
          {t('fields.version.deprecated')}
        </Note>
      )}
    </>
  );
}

import { lazy, Suspense } from 'react';
import { Card } from '../../components/Base/Card';
import { Failure } from '../../components/Base/Failure';
import { Columns } from '../../components/Base/Layout';
import { Note } from '../../components/Base/Note';
import { Skeleton } from '../../components/Base/Skeleton';
import { useSettled } from '../../hooks/useSettled';
import { useText } from '../../hooks/useText';
import { FieldFrame } from '../base/FieldFrame';
import { formDataOf, textIn } from '../base/formData';
import { useChartContent } from '../chart/useCharts';
import { useFormChart } from '../chart/useFormChart';
import type { ValuesEditorProps } from './schema';
import { ValuesCheck } from './ValuesCheck';

const YamlEditor = lazy(() => import('../../components/Deploy/YamlEditor'));

/** A chart's name may still be being typed (milliseconds). */
const PAUSE = 400;

/** Values as YAML, the chart's defaults beside them, and what is wrong with them. */
export function HelmValuesEditor(props: ValuesEditorProps) {
  const t = useText();
  const options = props.uiSchema['ui:options'] ?? {};
  const data = formDataOf(props.formContext);
  const found = useFormChart(data, options);
  const chart = useSettled(found.chart, PAUSE);
  const version =
    textIn(data, options.versionField ?? 'version') ?? found.declaredVersion;
  const content = useChartContent(chart, version);
  const isOff = props.disabled || props.readonly;
  const text = props.formData ?? '';
  return (
    <FieldFrame
      field={props}
      title={
        options.patch ? t('fields.values.titlePatch') : t('fields.values.title')
      }
      description={t('fields.values.description')}
    >
      <Suspense fallback={<Skeleton label={t('fields.values.reading')} />}>
        <Columns of="halves">
          <Card bare title={t('fields.values.editor')}>
            <YamlEditor
              label={t('fields.values.editor')}
              text={text}
              onChange={
                isOff
                  ? undefined
                  : changed => props.onChange(changed || undefined)
              }
            />
          </Card>
          <Card
            bare
            title={t('fields.values.defaults')}
            caption={
              content.data &&
              t('fields.values.defaultsCaption', {
                chart: content.data.name,
                version: content.data.version,
              })
            }
          >
            {content.isLoading && (
              <Skeleton label={t('fields.values.reading')} />
            )}
            {!content.isLoading && !content.data && (
              <div style={{ padding: 16 }}>
                {content.error ? (
                  <Failure
                    title={t('fields.values.failed')}
                    error={content.error}
                    retry={content.refresh}
                  />
                ) : (
                  <Note tone="mute">{t('fields.values.chartFirst')}</Note>
                )}
              </div>
            )}
            {content.data && (
              <YamlEditor
                label={t('fields.values.defaults')}
                text={content.data.defaultValues}
              />
            )}
          </Card>
        </Columns>
      </Suspense>
      {text !== '' && (
        <ValuesCheck
          text={text}
          chart={content.data}
          isPatch={options.patch === true}
        />
      )}
    </FieldFrame>
  );
}

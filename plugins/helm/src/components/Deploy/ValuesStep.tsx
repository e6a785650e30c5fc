import { lazy, Suspense } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  stringifyReleaseRef,
  type ReleaseRef,
  type Target,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useLive } from '../../hooks/useLive';
import { useText } from '../../hooks/useText';
import { ActionButton } from '../Base/ActionButton';
import { Card } from '../Base/Card';
import { Failure } from '../Base/Failure';
import { Columns } from '../Base/Layout';
import { Note } from '../Base/Note';
import { Skeleton } from '../Base/Skeleton';
import { useChartVersion } from './useChart';

const YamlEditor = lazy(() => import('./YamlEditor'));

const HOUR = 3_600_000;

/** Mine as YAML to edit, the chart's defaults beside it. */
export function ValuesStep(props: {
  target: Target;
  release: ReleaseRef;
  version: string;
  isAsDeclared: boolean;
  /** Edited text; undefined while nothing was changed. */
  values?: string;
  onValues: (values: string | undefined) => void;
}) {
  const t = useText();
  const api = useApi(helmApiRef);
  const { target, release, version, isAsDeclared, values, onValues } = props;
  const draft = useLive(
    `draft:${stringifyReleaseRef(release)}`,
    () => api.draftValues(release),
    () => HOUR,
  );
  const defaults = useChartVersion(target.declared, version);
  if (isAsDeclared) {
    return <Note tone="mute">{t('deploy.values.asDeclared')}</Note>;
  }
  const original = draft.data?.yaml;
  return (
    <Suspense fallback={<Skeleton label={t('deploy.values.reading')} />}>
      <Columns of="halves">
        <Card
          bare
          title={t('deploy.values.mine')}
          caption={t('deploy.values.mineCaption')}
          aside={
            values !== undefined &&
            values !== original && (
              <ActionButton
                dense
                icon="undo"
                onClick={() => onValues(undefined)}
              >
                {t('deploy.values.reset')}
              </ActionButton>
            )
          }
        >
          {draft.isLoading && <Skeleton label={t('deploy.values.reading')} />}
          {draft.error && original === undefined && (
            <div style={{ padding: 16 }}>
              <Failure
                title={t('deploy.values.failed')}
                error={draft.error}
                retry={draft.refresh}
              />
            </div>
          )}
          {original !== undefined && (
            <YamlEditor
              label={t('deploy.values.mine')}
              text={values ?? original}
              onChange={text => onValues(text === original ? undefined : text)}
            />
          )}
        </Card>
        <Card
          bare
          title={t('deploy.values.defaults')}
          caption={t('deploy.values.defaultsCaption', { version })}
        >
          {defaults.isLoading && (
            <Skeleton label={t('deploy.values.reading')} />
          )}
          {defaults.error && !defaults.data && (
            <div style={{ padding: 16 }}>
              <Failure
                title={t('deploy.values.failed')}
                error={defaults.error}
                retry={defaults.refresh}
              />
            </div>
          )}
          {defaults.data && (
            <YamlEditor
              label={t('deploy.values.defaults')}
              text={defaults.data.defaultValues}
            />
          )}
        </Card>
      </Columns>
    </Suspense>
  );
}

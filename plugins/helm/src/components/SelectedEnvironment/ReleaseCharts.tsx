import { useMemo } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  parseHelmYaml,
  stringifyReleaseRef,
  type Target,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useOnce } from '../../hooks/useOnce';
import { ChartsInside } from '../Charts/ChartsInside';
import { chartName } from '../Deploy/useChart';

/**
 * Charts inside the one that runs, else inside the declared one; nothing when
 * there are none, or they are not known.
 */
export function ReleaseCharts(props: { target: Target }) {
  const api = useApi(helmApiRef);
  const { declared, deployed, release, override } = props.target;
  const version =
    deployed?.chartVersion ?? override?.version ?? declared?.version;
  const { data: detail } = useOnce(
    declared && version
      ? JSON.stringify([declared.repository, declared.chart, version])
      : undefined,
    () =>
      api.chartVersion(declared!.repository, chartName(declared!), version!),
  );
  const isConditional = detail?.dependencies?.some(
    ({ condition }) => condition,
  );
  const { data: revision } = useOnce(
    isConditional && release && deployed
      ? `${stringifyReleaseRef(release)}@${deployed.revision}`
      : undefined,
    () => api.revision(release!, deployed!.revision),
  );
  const computed = revision?.computed?.yaml;
  const values = useMemo(() => read(computed), [computed]);
  return <ChartsInside dependencies={detail?.dependencies} values={values} />;
}

function read(yaml: string | undefined): Record<string, unknown> | undefined {
  try {
    return yaml === undefined ? undefined : parseHelmYaml(yaml, 'values');
  } catch {
    // Then it is not known what is off.
    return undefined;
  }
}

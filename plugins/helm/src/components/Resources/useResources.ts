import { useApi } from '@backstage/core-plugin-api';
import {
  stringifyReleaseRef,
  type ReleaseRef,
  type ResourceList,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { BUSY, CALM, useLive, type Live } from '../../hooks/useLive';

/** The objects of a release, not ready first; faster while some are not. */
export function useResources(
  release: ReleaseRef | undefined,
  isBusy: boolean,
): Live<ResourceList> {
  const api = useApi(helmApiRef);
  return useLive(
    release && `resources:${stringifyReleaseRef(release)}`,
    () => api.resources(release!),
    list => (isBusy || list?.summary.status === 'Progressing' ? BUSY : CALM),
  );
}

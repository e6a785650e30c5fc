import { useApi } from '@backstage/core-plugin-api';
import {
  stringifyReleaseRef,
  type Doctor,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { BUSY, CALM, useLive, type Live } from '../../hooks/useLive';

/** What holds a release up; looked at more often while somebody works on it. */
export function useDoctor(release: ReleaseRef): Live<Doctor> {
  const api = useApi(helmApiRef);
  return useLive(
    `doctor:${stringifyReleaseRef(release)}`,
    () => api.doctor(release),
    doctor => (doctor?.diagnosis === 'Working' ? BUSY : CALM),
  );
}

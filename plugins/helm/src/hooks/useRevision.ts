import { useApi } from '@backstage/core-plugin-api';
import {
  stringifyReleaseRef,
  type ReleaseRef,
  type RevisionDetail,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../api/helmApiRef';
import { useLive, type Live } from './useLive';

const HOUR = 3_600_000;

/** Values, manifest and notes of one revision; a revision never changes. */
export function useRevision(
  release: ReleaseRef | undefined,
  revision: number | undefined,
): Live<RevisionDetail> {
  const api = useApi(helmApiRef);
  const isKnown = release !== undefined && revision !== undefined;
  return useLive(
    isKnown
      ? `revision:${stringifyReleaseRef(release)}@${revision}`
      : undefined,
    () => api.revision(release!, revision!),
    () => HOUR,
  );
}

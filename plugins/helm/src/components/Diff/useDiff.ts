import { useApi } from '@backstage/core-plugin-api';
import type { Diff } from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useLive, type Live } from '../../hooks/useLive';

/** What is compared: refs as `HelmApi.diff` takes them. */
export interface DiffQuery {
  left: string;
  right: string;
  of: 'values' | 'manifest';
}

const HOUR = 3_600_000;

/** The comparison of two states; undefined compares nothing. */
export function useDiff(query: DiffQuery | undefined): Live<Diff> {
  const api = useApi(helmApiRef);
  return useLive(
    query && `diff:${query.of}:${query.left}..${query.right}`,
    () => api.diff(query!),
    () => HOUR,
  );
}

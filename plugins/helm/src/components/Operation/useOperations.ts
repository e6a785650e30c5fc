import { useApi } from '@backstage/core-plugin-api';
import {
  isTerminal,
  type OperationList,
  type OperationListQuery,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { BUSY, CALM, useLive, type Live } from '../../hooks/useLive';

/** Operations that match, newest first. */
export function useOperations(
  query: OperationListQuery | undefined,
): Live<OperationList> {
  const api = useApi(helmApiRef);
  return useLive(
    query && `operations:${JSON.stringify(query)}`,
    () => api.operations(query),
    list =>
      list?.items.some(operation => !isTerminal(operation.status))
        ? BUSY
        : CALM,
  );
}

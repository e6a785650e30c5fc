import { useApi } from '@backstage/core-plugin-api';
import { helmApiRef } from '../../api/helmApiRef';
import { useLive } from '../../hooks/useLive';

const MINUTE = 60_000;

/** More than this many are as good as many. */
const MOST = 50;

/** How many requests wait for one's own approval; 0 while that is not known. */
export function useWaitingForMe(): number {
  const api = useApi(helmApiRef);
  const { data } = useLive(
    'waiting-for-me',
    () => api.operations({ approvable: true, limit: MOST }),
    () => MINUTE,
  );
  return data?.items.length ?? 0;
}

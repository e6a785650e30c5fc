import { useApi } from '@backstage/core-plugin-api';
import {
  stringifyReleaseRef,
  type Target,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { BUSY, CALM, useLive } from '../../hooks/useLive';

/** Health of a target's objects: a second call, once the card is there. */
export function useHealth(target: Target) {
  const api = useApi(helmApiRef);
  const { release, deployed, stale } = target;
  const key =
    release && deployed && !stale
      ? `health:${stringifyReleaseRef(release)}@${deployed.revision}`
      : undefined;
  return useLive(
    key,
    async () => (await api.resources(release!, { summary: true })).summary,
    health =>
      health && health.status !== 'Progressing' && !target.activeOperation
        ? CALM
        : BUSY,
  );
}

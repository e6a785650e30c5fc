import { expect, type APIRequestContext } from '@playwright/test';
import type { Operation } from '@backstage-helm/plugin-helm-common';
import { asUser } from './asUser';
import { targetOf } from './targets';

/** Uninstalls an entity's release, if there is one: an earlier run may have left it. */
export async function undeploy(
  request: APIRequestContext,
  entity: string,
  environment: string,
) {
  const api = await asUser(request, 'pia');
  const { deployed, release } = await targetOf(api, entity, environment);
  if (!deployed) {
    return;
  }
  const plan = await api.post('/helm/plans', { release, kind: 'uninstall' });
  const { id } = await plan.json();
  const accepted = await api.post(
    '/helm/operations',
    { plan: id, reason: 'Left by an earlier run' },
    { 'idempotency-key': id },
  );
  const operation: Operation = await accepted.json();
  await expect
    .poll(
      async () => {
        const response = await api.get(`/helm/operations/${operation.id}`);
        const { finishedAt }: Operation = await response.json();
        return finishedAt !== undefined;
      },
      { timeout: 60_000 },
    )
    .toBe(true);
}

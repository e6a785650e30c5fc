import { expect } from '@playwright/test';
import type {
  Operation,
  Plan,
  PlanRequest,
} from '@backstage-helm/plugin-helm-common';
import type { UserApi } from './asUser';

/** Plans and runs a change through the API, and waits for its end. */
export async function operate(
  api: UserApi,
  request: PlanRequest,
  reason: string,
): Promise<void> {
  const planned = await api.post('/helm/plans', request);
  const { id }: Plan = await planned.json();
  const accepted = await api.post(
    '/helm/operations',
    { plan: id, reason },
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

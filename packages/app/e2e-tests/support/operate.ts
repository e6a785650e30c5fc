import { expect } from '@playwright/test';
import type {
  Operation,
  OperationRequest,
  Plan,
  PlanRequest,
} from '@backstage-helm/plugin-helm-common';
import type { UserApi } from './asUser';

/** Plans a change and asks for it through the API. */
export async function begin(
  api: UserApi,
  request: PlanRequest,
  reason: string,
  more: Pick<OperationRequest, 'overrideFreeze' | 'replaces'> = {},
): Promise<Operation> {
  const planned = await api.post('/helm/plans', request);
  const { id }: Plan = await planned.json();
  const accepted = await api.post(
    '/helm/operations',
    { plan: id, reason, ...more },
    { 'idempotency-key': id },
  );
  expect(accepted.status()).toBe(202);
  return accepted.json();
}

/** Waits until an operation has ended, and gives it. */
export async function ended(api: UserApi, id: string): Promise<Operation> {
  let operation: Operation | undefined;
  await expect
    .poll(
      async () => {
        const response = await api.get(`/helm/operations/${id}`);
        operation = await response.json();
        return operation?.finishedAt !== undefined;
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  return operation!;
}

/** Plans and runs a change through the API, and waits for its end. */
export async function operate(
  api: UserApi,
  request: PlanRequest,
  reason: string,
): Promise<Operation> {
  const { id } = await begin(api, request, reason);
  return ended(api, id);
}

import { expect } from '@playwright/test';
import type { Operation, Plan } from '@backstage-helm/plugin-helm-common';
import type { UserApi } from './asUser';
import { begin } from './operate';
import { targetOf } from './targets';

/** What is asked for, where others approve. */
export interface Asked {
  entity: string;
  environment: string;
  /** Values of mine, as YAML. */
  values?: string;
  overrideFreeze?: boolean;
}

/** Asks for an install or upgrade to what is declared; gives the waiting operation. */
export async function ask(
  api: UserApi,
  { entity, environment, values, overrideFreeze }: Asked,
  reason: string,
): Promise<Operation> {
  const { release, deployed } = await targetOf(api, entity, environment);
  const operation = await begin(
    api,
    { release: release!, kind: deployed ? 'upgrade' : 'install', values },
    reason,
    { overrideFreeze },
  );
  expect(operation.status).toBe('awaiting-approval');
  return operation;
}

/** Approves what waits, as it stands. */
export async function approve(api: UserApi, { id, planId }: Operation) {
  const planned = await api.get(`/helm/plans/${planId}`);
  const { digest }: Plan = await planned.json();
  const response = await api.post(`/helm/operations/${id}/approve`, {
    planDigest: digest,
  });
  expect(response.status()).toBe(202);
}

/** Runs what waits without its approvals; anything else runs already. */
export async function breakGlass(
  api: UserApi,
  { id, status, planId }: Operation,
  reason: string,
) {
  if (status !== 'awaiting-approval') {
    return;
  }
  const planned = await api.get(`/helm/plans/${planId}`);
  const { digest }: Plan = await planned.json();
  const response = await api.post(`/helm/operations/${id}/approve`, {
    planDigest: digest,
    breakGlass: true,
    reason,
  });
  expect(response.status()).toBe(202);
}

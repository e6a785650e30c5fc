import type { Operation } from '@backstage-helm/plugin-helm-common';
import { ago } from './ago';

/** A deploy to prod that waits for the second of two approvals. */
export const awaiting: Operation = {
  id: '9a4w7t',
  kind: 'upgrade',
  status: 'awaiting-approval',
  release: { cluster: 'prod', namespace: 'shop', name: 'storefront' },
  environment: 'prod',
  entityRef: 'component:default/storefront',
  engine: 'helm',
  planId: 'plan-0',
  requestedBy: 'user:default/dana',
  reason: 'SHOP-496 cart service before the campaign',
  createdAt: ago(1500),
  fromVersion: '2.2.0',
  toVersion: '2.3.1',
  phases: [],
  attempt: 1,
  durable: true,
  approval: {
    required: 2,
    approvers: ['group:default/platform'],
    selfApproval: false,
    breakGlass: true,
    expiresAt: ago(-84_900),
    planDigest: 'sha256:0',
    given: [{ by: 'user:default/ana', at: ago(600), isBreakGlass: false }],
    changedSince: [],
  },
  actions: [
    { action: 'cancel', allowed: true },
    { action: 'approve', allowed: true },
    { action: 'reject', allowed: true },
    { action: 'break-glass', allowed: true },
  ],
};

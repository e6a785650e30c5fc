import type { Operation, Revision } from '@backstage-helm/plugin-helm-common';
import type { DoctorFacts } from '../DoctorFacts';

export const now = Date.parse('2026-11-20T15:20:00Z');

export const release = {
  cluster: 'nonprod',
  namespace: 'shop-staging',
  name: 'storefront',
};

/** The newest revision, written 47 minutes ago. */
export function newest(more: Partial<Revision> = {}): Revision {
  return {
    revision: 29,
    status: 'pending-upgrade',
    chartName: 'storefront',
    chartVersion: '2.4.0',
    updatedAt: '2026-11-20T14:33:00Z',
    description: 'Preparing upgrade',
    operationId: '8f3k2c',
    ...more,
  };
}

/** The upgrade that left it. */
export function maker(more: Partial<Operation> = {}): Operation {
  return {
    id: '8f3k2c',
    kind: 'upgrade',
    status: 'interrupted',
    release,
    environment: 'staging',
    engine: 'helm',
    requestedBy: 'user:default/ana',
    reason: 'SHOP-490 new cart service',
    createdAt: '2026-11-20T14:32:50Z',
    startedAt: '2026-11-20T14:32:55Z',
    finishedAt: '2026-11-20T14:33:40Z',
    fromVersion: '2.3.1',
    toVersion: '2.4.0',
    revisionBefore: 28,
    revisionAfter: 29,
    phases: [
      { name: 'apply', status: 'passed' },
      { name: 'wait', status: 'failed' },
    ],
    attempt: 1,
    durable: true,
    ...more,
  };
}

/** The facts behind design/stuck.html. */
export function someFacts(more: Partial<DoctorFacts> = {}): DoctorFacts {
  return {
    release,
    environment: {
      name: 'staging',
      historyMax: 10,
      outsideLimitMs: 600_000,
    },
    newest: newest(),
    trace: { writtenAt: '2026-11-20T14:33:00Z', writers: ['helm'] },
    maker: maker(),
    run: {
      host: 'helm-backend-1',
      lastSeenAt: '2026-11-20T14:33:20Z',
      portalDied: true,
    },
    good: [{ revision: 28, chartVersion: '2.3.1' }],
    knownGood: 28,
    uninstallHooks: [],
    wanted: { version: '2.4.0' },
    declaredVersion: '2.4.0',
    hasOverride: false,
    refuse: () => undefined,
    now,
    ...more,
  };
}

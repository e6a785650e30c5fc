import {
  SYSTEM_CATALOG,
  type EnvironmentSummary,
  type Operation,
  type ReleaseAction,
  type SyncStatus,
  type Target,
} from '@backstage-helm/plugin-helm-common';
import { ago } from './ago';
import { failed, succeeded } from './operations';
import { environments, storefront } from './targets';

/** Environments that follow their declarations; the second one's brake holds. */
const [dev, staging] = environments;
const automatic = {
  mode: 'automatic',
  install: false,
  maxChanges: 10,
} as const;

/** Releases that the brake of staging holds, those of other teams left out. */
const held: NonNullable<EnvironmentSummary['sync']>['held'] = {
  since: ago(900),
  changes: 14,
  releases: ['storefront', 'held', 'stopped', 'paused'].map(name => ({
    cluster: 'nonprod',
    namespace: 'shop-staging',
    name,
  })),
  digest: 'hmac:held-1',
};

/** dev and staging are automatic, prod waits for a person. */
export const syncedEnvironments: EnvironmentSummary[] = [
  { ...dev, sync: automatic },
  { ...staging, sync: { ...automatic, held } },
  { ...environments[2], sync: { ...automatic, mode: 'manual' } },
];

const byCatalog = {
  requestedBy: SYSTEM_CATALOG,
  reason: 'Commit 4f9c2ab of acme/newsletter',
};

const lastOperations: Partial<Record<SyncStatus['phase'], Operation>> = {
  synced: { ...succeeded, ...byCatalog },
  'backing-off': { ...failed, ...byCatalog },
  stopped: { ...failed, ...byCatalog },
};

const phases: (Partial<SyncStatus> & {
  phase: SyncStatus['phase'];
  name: string;
})[] = [
  { name: 'synced', phase: 'synced', appliedAt: ago(7200) },
  {
    name: 'pending',
    phase: 'pending',
    detail: 'Commit 4f9c2ab is deployed in a moment.',
  },
  {
    name: 'paused',
    phase: 'paused',
    paused: {
      cause: 'rollback',
      by: 'user:default/dana',
      at: ago(1200),
      reason: 'SHOP-482 carts are lost',
      operationId: failed.id,
    },
  },
  {
    name: 'paused-by-hand',
    phase: 'paused',
    paused: {
      cause: 'person',
      by: 'user:default/omar',
      at: ago(200_000),
      reason: 'Nothing new until the campaign is over',
    },
  },
  {
    name: 'uninstalled',
    phase: 'paused',
    paused: {
      cause: 'uninstall',
      by: 'user:default/dana',
      at: ago(4000),
      operationId: failed.id,
    },
  },
  {
    name: 'waiting',
    phase: 'waiting',
    waitsFor: {
      code: 'DEPENDENCY_NOT_READY',
      message: 'postgres of component:default/database comes first.',
      wayOut: 'It goes on when postgres is healthy as declared.',
    },
  },
  { name: 'held', phase: 'held', detail: '14 changes at once wait.' },
  {
    name: 'backing-off',
    phase: 'backing-off',
    failure: {
      attempts: 1,
      of: 3,
      reason: 'The 2 new pods never became ready.',
      operationId: failed.id,
      nextAttemptAt: ago(-95),
    },
  },
  {
    name: 'stopped',
    phase: 'stopped',
    failure: {
      attempts: 3,
      of: 3,
      reason: 'The 2 new pods never became ready.',
      operationId: failed.id,
    },
  },
  {
    name: 'off',
    phase: 'off',
    waitsFor: {
      code: 'ADOPTION_NEEDED',
      message: 'It was not installed from here.',
      wayOut: 'Adopt it; from then on it follows its declaration.',
    },
  },
  {
    name: 'not-trusted',
    phase: 'off',
    waitsFor: {
      code: 'SOURCE_NOT_TRUSTED',
      message:
        'staging does not follow declarations from https://git.example.com/acme/storefront.',
    },
  },
];

const offered: Partial<Record<SyncStatus['phase'], ReleaseAction[]>> = {
  paused: [{ action: 'resume-sync', allowed: true }],
  stopped: [{ action: 'resume-sync', allowed: true }],
  off: [],
};

const isAsDeclared = new Set<SyncStatus['phase']>(['synced']);

function target({
  name,
  ...status
}: Partial<SyncStatus> & { phase: SyncStatus['phase']; name: string }): Target {
  const [base] = storefront;
  const inSync = isAsDeclared.has(status.phase);
  const isGone = status.paused?.cause === 'uninstall';
  return {
    ...base,
    environment: syncedEnvironments[1],
    release: { cluster: 'nonprod', namespace: 'shop-staging', name },
    declared: base.declared && {
      ...base.declared,
      version: inSync ? '2.4.0' : '2.5.0',
      releaseName: name,
    },
    deployed: isGone ? undefined : base.deployed,
    newerVersion: undefined,
    lastOperation: lastOperations[status.phase],
    state: {
      ...base.state,
      lifecycle: isGone ? 'Absent' : 'Deployed',
      sync: inSync ? 'InSync' : 'OutOfSync',
    },
    headline: inSync
      ? base.headline
      : {
          state: 'OutOfSync',
          word: 'Out of sync',
          tone: 'warn',
          reason: 'declared 2.5.0 · deployed 2.4.0',
        },
    syncStatus: { mode: 'automatic', ...status },
    actions: [
      { action: isGone ? 'install' : 'deploy', allowed: true },
      ...(offered[status.phase] ?? [
        { action: 'pause-sync' as const, allowed: true },
      ]),
      { action: 'refresh', allowed: true },
    ],
  };
}

/** One release for each thing that automatic sync can be at. */
export const syncs: Target[] = [
  ...phases.map(target),
  // Nobody may resume it but those who hold the permission.
  {
    ...target({
      ...phases[2],
      name: 'paused-and-denied',
    }),
    actions: [
      {
        action: 'resume-sync',
        allowed: false,
        code: 'NOT_ALLOWED',
        reason: 'Resuming needs helm.release.sync: ask group:default/platform.',
      },
    ],
  },
];

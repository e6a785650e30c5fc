import type {
  EnvironmentSummary,
  Headline,
  ReleaseAction,
  ReleaseState,
  Revision,
  Target,
} from '@backstage-helm/plugin-helm-common';
import { ago } from './ago';
import { failed, running, succeeded } from './operations';

function environment(
  name: string,
  title: string,
  order: number,
  promoteFrom?: string,
  policy: Partial<EnvironmentSummary['policy']> = {},
): EnvironmentSummary {
  return {
    name,
    title,
    order,
    promoteFrom,
    cluster: name === 'prod' ? 'prod' : 'nonprod',
    engine: 'helm',
    readOnly: false,
    helmMajor: 4,
    policy: { freezesAhead: [], baseline: false, ...policy },
    clusterStatus: { connected: true, lastContactAt: ago(2) },
  };
}

/** The environments of the fake portal. */
export const environments = [
  environment('dev', 'Development', 0),
  environment('staging', 'Staging', 1, 'dev'),
  environment('prod', 'Production', 2, 'staging', {
    approvals: {
      required: 1,
      approvers: ['group:default/platform', 'owner'],
      selfApproval: false,
      breakGlass: true,
      expirySeconds: 86_400,
    },
    freezesAhead: [
      { title: 'Stocktaking', start: ago(-500_000), end: ago(-700_000) },
    ],
    promotion: { soakSeconds: 3600 },
    reason: {
      required: true,
      pattern: '^[A-Z]+-[0-9]+',
      hint: 'Begin with the ticket, such as SHOP-123.',
    },
    baseline: true,
  }),
];
const [dev, staging, prod] = environments;

function state(changes: Partial<ReleaseState> = {}): ReleaseState {
  return {
    lifecycle: 'Deployed',
    sync: 'InSync',
    drift: 'Unchecked',
    health: 'Healthy',
    owner: { kind: 'portal', name: 'component:default/storefront' },
    observedAt: ago(2),
    ...changes,
  };
}

function headline(
  name: Headline['state'],
  word: string,
  tone: Headline['tone'],
  reason: string,
): Headline {
  return { state: name, word, tone, reason };
}

function revision(
  number: number,
  chartVersion: string,
  appVersion: string,
  changes: Partial<Revision> = {},
): Revision {
  return {
    revision: number,
    status: 'deployed',
    chartName: 'storefront',
    chartVersion,
    appVersion,
    updatedAt: ago(7200),
    description: 'Upgrade complete',
    ...changes,
  };
}

/** Revisions of any release, newest first. */
export const revisions: Revision[] = [
  revision(43, '2.4.0', '1.18.0', {
    by: 'user:default/omar',
    reason: 'Automatic rollback of 8e19qd',
    rollbackTo: 41,
    operationId: '8e1a00',
  }),
  revision(42, '2.5.0', '1.19.0', {
    status: 'failed',
    by: 'user:default/omar',
    reason: 'SHOP-482 try the new payment client',
    operationId: failed.id,
    updatedAt: ago(7500),
  }),
  revision(41, '2.4.0', '1.18.0', {
    status: 'superseded',
    by: 'user:default/dana',
    reason: 'SHOP-455 search facets',
    updatedAt: ago(90_000),
  }),
  revision(40, '2.3.1', '1.17.1', {
    status: 'superseded',
    updatedAt: ago(900_000),
  }),
];

function declared(version: string, namespace: string): Target['declared'] {
  return {
    chart: 'storefront',
    repository: 'platform',
    version,
    appVersion: '1.18.0',
    namespace,
    releaseName: 'storefront',
    sources: [
      { url: 'https://git.example.com/acme/storefront/catalog-info.yaml' },
    ],
    readAt: ago(40),
    valuesDigest: 'hmac:1',
    wait: true,
    timeoutSeconds: 300,
    rollbackOnFailure: true,
    createNamespace: true,
  };
}

function allow(...actions: ReleaseAction['action'][]): ReleaseAction[] {
  return actions.map(action => ({ action, allowed: true }));
}

/** storefront: as declared in dev, on its way in staging, behind in prod. */
export const storefront: Target[] = [
  {
    environment: dev,
    release: failed.release,
    declared: declared('2.4.0', 'shop-dev'),
    deployed: revisions[0],
    lastGoodRevision: 41,
    state: state(),
    headline: headline('InSync', 'In sync', 'ok', 'declared 2.4.0 = deployed'),
    newerVersion: '2.5.0',
    lastOperation: failed,
    actions: allow('deploy', 'rollback', 'test', 'uninstall', 'refresh'),
    problems: [],
    stale: false,
  },
  {
    environment: staging,
    release: running.release,
    declared: declared('2.4.0', 'shop-staging'),
    deployed: revision(29, '2.3.1', '1.17.1'),
    state: state({ lifecycle: 'Progressing', health: 'Progressing' }),
    headline: headline(
      'Progressing',
      'Progressing',
      'accent',
      'Waiting for resources, step 5 of 6',
    ),
    newerVersion: '2.5.0',
    override: {
      keys: ['replicas'],
      by: 'user:default/dana',
      reason: 'SHOP-471 Black Friday load',
      at: ago(500_000),
    },
    activeOperation: running,
    lastOperation: running,
    actions: [
      {
        action: 'deploy',
        allowed: false,
        code: 'RELEASE_BUSY',
        reason: 'An upgrade is running: wait for it or cancel it.',
      },
      ...allow('rollback', 'refresh'),
    ],
    problems: [],
    stale: false,
  },
  {
    environment: prod,
    release: succeeded.release,
    declared: declared('2.3.1', 'shop'),
    deployed: revision(17, '2.2.0', '1.16.2', { updatedAt: ago(540_000) }),
    state: state({ sync: 'OutOfSync' }),
    headline: headline(
      'OutOfSync',
      'Out of sync',
      'warn',
      'declared 2.3.1 · deployed 2.2.0',
    ),
    newerVersion: '2.5.0',
    behind: { environment: 'staging', versions: 2 },
    lastOperation: succeeded,
    actions: [
      {
        action: 'deploy',
        allowed: false,
        code: 'NOT_ALLOWED',
        reason:
          'Deploying to prod needs helm.release.deploy: ask group:default/platform.',
      },
      ...allow('rollback', 'refresh'),
    ],
    problems: [],
    stale: false,
  },
];

/** reports: one problem of each kind that a card can show. */
export const reports: Target[] = [
  {
    environment: dev,
    state: state({ lifecycle: 'Absent', sync: 'OutOfSync' }),
    headline: headline('Absent', 'Absent', 'mute', 'Nothing runs here yet'),
    actions: allow('refresh'),
    problems: [
      {
        code: 'VERSION_NOT_EXACT',
        field: 'helm-release/version',
        message: 'Version “^2.4” is a range.',
        wayOut: 'Write one exact version.',
      },
    ],
    stale: false,
  },
  {
    ...storefront[0],
    release: { ...running.release, name: 'reports' },
    environment: {
      ...staging,
      clusterStatus: { connected: false, lastContactAt: ago(240) },
    },
    state: state({ lifecycle: 'Unknown', health: 'Unknown' }),
    headline: headline(
      'Unknown',
      'Unknown',
      'mute',
      'Cluster nonprod has not answered for 4 min.',
    ),
    lastOperation: undefined,
    actions: [
      {
        action: 'deploy',
        allowed: false,
        code: 'CLUSTER_UNREACHABLE',
        reason: 'Needs the cluster to answer.',
      },
    ],
    stale: true,
  },
  {
    environment: prod,
    release: { ...succeeded.release, name: 'reports' },
    declared: declared('2.3.1', 'shop'),
    state: state({ lifecycle: 'Absent', sync: 'OutOfSync' }),
    headline: headline('Absent', 'Absent', 'mute', 'Nothing runs here yet'),
    actions: allow('install', 'refresh'),
    problems: [],
    stale: false,
  },
];

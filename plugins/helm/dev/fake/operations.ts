import type {
  Operation,
  OperationEvent,
  OperationPhase,
  ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import { ago } from './ago';
import { awaiting } from './awaiting';

const names: OperationPhase['name'][] = [
  'preflight',
  'fetch',
  'hooks',
  'apply',
  'wait',
  'settle',
];

/** Phases up to `at`, which has the given status; each took some seconds. */
function phases(
  startedAgo: number,
  at: number,
  status: OperationPhase['status'],
): OperationPhase[] {
  return names.map((name, index) => {
    const begin = ago(startedAgo - index * 4);
    if (index > at) {
      return { name, status: 'next' };
    }
    if (index < at) {
      return {
        name,
        status: 'passed',
        startedAt: begin,
        finishedAt: ago(startedAgo - index * 4 - 3),
        summary:
          name === 'apply' ? '12 objects: 9 changed, 3 unchanged' : undefined,
      };
    }
    return {
      name,
      status,
      startedAt: begin,
      finishedAt: status === 'running' ? undefined : ago(startedAgo - 300),
      summary: status === 'failed' ? 'timed out' : undefined,
    };
  });
}

const staging: ReleaseRef = {
  cluster: 'nonprod',
  namespace: 'shop-staging',
  name: 'storefront',
};
const dev: ReleaseRef = { ...staging, namespace: 'shop-dev' };
const prod: ReleaseRef = {
  cluster: 'prod',
  namespace: 'shop',
  name: 'storefront',
};

const common = {
  kind: 'upgrade',
  entityRef: 'component:default/storefront',
  engine: 'helm',
  attempt: 1,
  durable: true,
} as const;

/** An upgrade that waits for its pods. */
export const running: Operation = {
  ...common,
  id: '8f3k2c',
  status: 'running',
  release: staging,
  environment: 'staging',
  requestedBy: 'user:default/dana',
  reason: 'SHOP-490 new cart service for the campaign',
  createdAt: ago(72),
  startedAt: ago(71),
  fromVersion: '2.3.1',
  toVersion: '2.4.0',
  phases: phases(71, 4, 'running'),
  actions: [{ action: 'cancel', allowed: true }],
};

/** An upgrade that failed and was put back. */
export const failed: Operation = {
  ...common,
  id: '8e19qd',
  status: 'rolled-back',
  release: dev,
  environment: 'dev',
  requestedBy: 'user:default/omar',
  reason: 'SHOP-482 try the new payment client',
  createdAt: ago(7600),
  startedAt: ago(7599),
  finishedAt: ago(7260),
  fromVersion: '2.4.0',
  toVersion: '2.5.0',
  revisionBefore: 41,
  revisionAfter: 42,
  phases: phases(7599, 4, 'failed'),
  followedBy: '8e1a00',
  outcome: {
    code: 'WAIT_TIMEOUT',
    title:
      'Upgrade to 2.5.0 failed: the 2 new storefront-web pods never became ready',
    why: 'The app stops at start because PAYMENTS_BASE_URL is empty.',
    evidence: [
      {
        source: 'storefront-web-6c9f7d8b5c-x2x8q, container web',
        lines: [
          'storefront 1.19.0 starting, node 22.11.0',
          'config: reading /etc/storefront/config.yaml',
          'FATAL config: PAYMENTS_BASE_URL is required (got "")',
          'process exited with code 1',
        ],
      },
    ],
    holds: 'dev was put back to revision 41 and runs chart 2.4.0 again.',
    next: 'Set payments.baseUrl, then deploy again.',
  },
  actions: [{ action: 'retry', allowed: true }],
};

/** An upgrade that succeeded a while ago. */
export const succeeded: Operation = {
  ...common,
  id: '8c7711',
  status: 'succeeded',
  release: prod,
  environment: 'prod',
  requestedBy: 'user:default/pia',
  reason: 'PAY-311 checkout fees per country',
  createdAt: ago(540_000),
  startedAt: ago(539_999),
  finishedAt: ago(539_900),
  fromVersion: '2.1.3',
  toVersion: '2.2.0',
  phases: phases(539_999, 5, 'passed'),
  outcome: {
    code: 'OK',
    title: 'Upgraded to 2.2.0',
    holds: 'Revision 17, chart 2.2.0, 14 of 14 objects ready.',
  },
  actions: [],
};

/** Every operation of the fake portal, newest first. */
export const operations = [running, awaiting, failed, succeeded];

/** A log for any of them. */
export function eventsOf(operation: Operation): OperationEvent[] {
  const lines: [OperationEvent['type'], string][] = [
    ['status', `Requested by ${operation.requestedBy}, accepted, queued 40 ms`],
    ['log', 'Applied 12 objects: 9 changed, 3 unchanged'],
    ['log', 'Deployment/storefront-web: 1 of 3 new pods ready'],
    ['log', 'Deployment/storefront-web: 2 of 3 new pods ready'],
    ...(operation.status === 'rolled-back'
      ? [
          [
            'warning',
            'Pod storefront-web-6c9f7d8b5c-x2x8q: CrashLoopBackOff, exit code 1',
          ] as [OperationEvent['type'], string],
        ]
      : []),
    ['phase', 'Waiting for 5 of 12 objects'],
  ];
  return lines.map(([type, text], index) => ({
    seq: index + 1,
    at: new Date(Date.parse(operation.createdAt) + index * 9000).toISOString(),
    type,
    text,
  }));
}

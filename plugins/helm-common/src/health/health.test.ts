import type { KubeObject } from './KubeObject';
import { objectHealth } from './objectHealth';
import { failingContainers } from './podHealth';
import { summarizeHealth } from './summarizeHealth';

const now = Date.parse('2026-11-20T14:00:00Z');
const early = '2026-11-20T13:00:00Z';

function object(
  kind: string,
  spec: Record<string, unknown>,
  status: Record<string, unknown> = {},
  metadata: Partial<KubeObject['metadata']> = {},
): KubeObject {
  const slash = kind.lastIndexOf('/');
  return {
    apiVersion: slash < 0 ? 'v1' : kind.slice(0, slash),
    kind: kind.slice(slash + 1),
    metadata: { name: 'web', generation: 2, ...metadata },
    spec,
    status,
  };
}

const crashing = object(
  'Pod',
  {},
  {
    phase: 'Running',
    containerStatuses: [
      {
        name: 'web',
        restartCount: 5,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 1, reason: 'Error' } },
      },
    ],
  },
);
const running = object(
  'Pod',
  {},
  { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
);
const condition = (type: string, status: string, extra = {}) => ({
  conditions: [{ type, status, ...extra }],
});

type Case = [string, KubeObject, string, string, KubeObject[]?];

const deployment = (status: object, pods?: KubeObject[]) =>
  [
    object(
      'apps/v1/Deployment',
      { replicas: 3 },
      { observedGeneration: 2, ...status },
    ),
    pods,
  ] as const;

const [unobserved] = deployment({ observedGeneration: 1 });
const [rolling] = deployment({
  replicas: 4,
  updatedReplicas: 3,
  readyReplicas: 3,
});
const [done] = deployment({
  replicas: 3,
  updatedReplicas: 3,
  readyReplicas: 3,
  availableReplicas: 3,
});
const [late] = deployment({
  replicas: 3,
  updatedReplicas: 3,
  ...condition('Progressing', 'False', { reason: 'ProgressDeadlineExceeded' }),
});

const cases: Case[] = [
  ['not seen', unobserved, 'Progressing', 'Waits for its controller'],
  [
    'rolling',
    rolling,
    'Progressing',
    '2 of 3 new pods ready, 1 old pod still there',
  ],
  [
    'by its pods',
    rolling,
    'Progressing',
    '1 of 3 new pods ready, 1 old pod still there',
    [running],
  ],
  [
    'crashing',
    rolling,
    'Failed',
    '1 of 3 new pods ready, 1 old pod still there, 1 pod failing: web: CrashLoopBackOff, exit code 1, 5 restarts',
    [running, crashing],
  ],
  ['rolled out', done, 'Ready', '3 of 3 pods ready'],
  [
    'too late',
    late,
    'Failed',
    '0 of 3 new pods ready, no progress within its deadline',
  ],
  [
    'scaled to 0',
    object('apps/v1/Deployment', { replicas: 0 }),
    'Ready',
    'Scaled to 0',
  ],
  [
    'stateful, replacing',
    object(
      'apps/v1/StatefulSet',
      { replicas: 3 },
      {
        updateRevision: 'b',
        currentRevision: 'a',
        readyReplicas: 3,
      },
    ),
    'Progressing',
    'Replacing pod 1 of 3',
  ],
  [
    'stateful, done',
    object(
      'apps/v1/StatefulSet',
      { replicas: 3 },
      {
        updateRevision: 'b',
        currentRevision: 'b',
        readyReplicas: 3,
      },
    ),
    'Ready',
    '3 of 3 pods ready',
  ],
  [
    'daemon',
    object(
      'apps/v1/DaemonSet',
      {},
      {
        desiredNumberScheduled: 5,
        updatedNumberScheduled: 4,
        numberAvailable: 5,
      },
    ),
    'Progressing',
    'Ready on 4 of 5 nodes',
  ],
  [
    'job runs',
    object('batch/v1/Job', {}, { active: 1 }),
    'Progressing',
    '0 of 1 completed, 1 running',
  ],
  [
    'job done',
    object('batch/v1/Job', {}, condition('Complete', 'True')),
    'Ready',
    'Completed',
  ],
  [
    'job failed',
    object(
      'batch/v1/Job',
      {},
      condition('Failed', 'True', {
        reason: 'BackoffLimitExceeded',
      }),
    ),
    'Failed',
    'Failed: BackoffLimitExceeded',
  ],
  [
    'cron',
    object('batch/v1/CronJob', { schedule: '*/5 * * * *' }),
    'Ready',
    'Runs at "*/5 * * * *"',
  ],
  [
    'pod waits for a node',
    object(
      'Pod',
      {},
      {
        phase: 'Pending',
        ...condition('PodScheduled', 'False', {
          message: '0/2 nodes are available',
          lastTransitionTime: early,
        }),
      },
    ),
    'Failed',
    'No node takes it: 0/2 nodes are available',
  ],
  [
    'pod starts',
    object('Pod', {}, { phase: 'Pending' }),
    'Progressing',
    'Starting',
  ],
  [
    'pod completed',
    object('Pod', {}, { phase: 'Succeeded' }),
    'Ready',
    'Completed',
  ],
  [
    'load balancer',
    object('Service', { type: 'LoadBalancer' }),
    'Progressing',
    'Waits for an address',
  ],
  ['service', object('Service', {}), 'Ready', 'Has an address'],
  [
    'ingress',
    object('networking.k8s.io/v1/Ingress', {}),
    'Ready',
    'No address yet',
  ],
  [
    'claim',
    object('PersistentVolumeClaim', {}, { phase: 'Pending' }),
    'Progressing',
    'Waits for a volume',
  ],
  [
    'autoscaler, young',
    object(
      'autoscaling/v2/HorizontalPodAutoscaler',
      {},
      condition('ScalingActive', 'False', {
        lastTransitionTime: '2026-11-20T13:59:30Z',
      }),
    ),
    'Progressing',
    'Waits for metrics of the new pods',
  ],
  [
    'autoscaler, without metrics',
    object(
      'autoscaling/v2/HorizontalPodAutoscaler',
      {},
      {
        currentReplicas: 2,
        ...condition('ScalingActive', 'False', { lastTransitionTime: early }),
      },
    ),
    'Ready',
    'Has no metrics, keeps 2 pods',
  ],
  [
    'custom, ready',
    object('x.io/v1/Widget', {}, condition('Ready', 'True')),
    'Ready',
    'Ready',
  ],
  [
    'custom, not ready',
    object(
      'x.io/v1/Widget',
      {},
      condition('Ready', 'False', { message: 'Waits for DNS' }),
    ),
    'Progressing',
    'Waits for DNS',
  ],
  [
    'custom, stalled',
    object(
      'x.io/v1/Widget',
      {},
      condition('Stalled', 'True', { message: 'Bad size' }),
    ),
    'Failed',
    'Bad size',
  ],
  ['custom, no conditions', object('x.io/v1/Widget', {}), 'Ready', 'Present'],
  ['config', object('ConfigMap', {}), 'Ready', 'Present'],
  [
    'going',
    object('ConfigMap', {}, {}, { deletionTimestamp: early }),
    'Progressing',
    'Being deleted',
  ],
];

describe('objectHealth', () => {
  it.each(cases.map(entry => [entry[0], entry] as const))('%s', (_, entry) => {
    const [, kubeObject, status, words, pods] = entry;
    expect(objectHealth(kubeObject, { now, pods })).toMatchObject({
      status,
      words,
    });
  });

  it('tells a missing object', () => {
    expect(objectHealth(undefined, { now })).toEqual({
      status: 'Missing',
      words: 'Not in the cluster',
    });
  });
});

describe('failingContainers', () => {
  it('says which run to read, and tells of memory', () => {
    expect(failingContainers(crashing)).toEqual([
      {
        container: 'web',
        reason: 'CrashLoopBackOff, exit code 1, 5 restarts',
        hasRestarted: true,
      },
    ]);
    const killed = object(
      'Pod',
      {},
      {
        containerStatuses: [
          {
            name: 'web',
            state: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
          },
        ],
      },
    );
    expect(failingContainers(killed)[0].reason).toBe(
      'OOMKilled, exit code 137',
    );
  });
});

describe('summarizeHealth', () => {
  const list = (...statuses: string[]) =>
    summarizeHealth(
      statuses.map(status => ({ status: status as 'Ready', isHook: false })),
    );

  it('counts in words', () => {
    expect(list('Ready', 'Ready', 'Progressing')).toEqual({
      status: 'Progressing',
      ready: 2,
      progressing: 1,
      failing: 0,
      unknown: 0,
      words: '2 of 3 ready, 1 in progress',
    });
    expect(list('Ready', 'Missing', 'Unknown').words).toBe(
      '1 of 3 ready, 1 failing, 1 unknown',
    );
    expect(list().words).toBe('No objects');
  });

  it('leaves hooks out', () => {
    expect(summarizeHealth([{ status: 'Failed', isHook: true }]).status).toBe(
      'Healthy',
    );
  });
});

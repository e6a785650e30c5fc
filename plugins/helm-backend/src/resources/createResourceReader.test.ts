import { HttpKubeClient } from '../clusters/HttpKubeClient';
import { startFakeApiServer } from '../clusters/__testUtils__/startFakeApiServer';
import type { EnvironmentConfig } from '../config/HelmConfig';
import { environment } from '../plans/__testUtils__/planningWorld';
import type { StoredRevision } from '../releases/ReleaseStore';
import { createResourceReader } from './createResourceReader';
import { explainFailure } from './explainFailure';

const ref = { cluster: 'nonprod', namespace: 'shop-dev', name: 'storefront' };
const now = Date.parse('2026-11-20T14:00:00Z');

const manifest = ['web', 'api', 'worker']
  .map(
    name =>
      `---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\n`,
  )
  .concat(
    '---\napiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData: {password: hunter22}\n',
    '---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\n',
  )
  .join('');

const revision: StoredRevision = {
  revision: 4,
  status: 'deployed',
  chartName: 'storefront',
  chartVersion: '2.5.0',
  updatedAt: '2026-11-20T13:59:00Z',
  description: '',
  labels: {},
  config: {},
  chartValues: {},
  manifest,
  hooks: [
    {
      name: 'migrate',
      kind: 'Job',
      path: '',
      manifest: 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: migrate}\n',
      events: ['pre-upgrade'],
    },
  ],
  notes: '',
  secretName: 'sh.helm.release.v1.storefront.v4',
  resourceVersion: '1',
};

const deployment = (name: string, ready: number) => ({
  metadata: { name, namespace: 'shop-dev', uid: `uid-${name}`, generation: 1 },
  spec: { replicas: 1, selector: { matchLabels: { app: name } } },
  status: {
    observedGeneration: 1,
    replicas: 1,
    updatedReplicas: 1,
    readyReplicas: ready,
    availableReplicas: ready,
  },
});

const pod = {
  metadata: {
    name: 'web-x2x8q',
    namespace: 'shop-dev',
    uid: 'uid-pod',
    ownerReferences: [{ kind: 'ReplicaSet', name: 'web-1', uid: 'uid-rs-2' }],
  },
  status: {
    phase: 'Running',
    containerStatuses: [
      {
        name: 'web',
        restartCount: 5,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 1 } },
      },
    ],
  },
};

const replicaSet = (uid: string, number: string) => ({
  metadata: {
    name: uid,
    uid,
    annotations: { 'deployment.kubernetes.io/revision': number },
    ownerReferences: [{ kind: 'Deployment', name: 'web', uid: 'uid-web' }],
  },
});

const event = (uid: string, message: string) => ({
  metadata: { name: uid, creationTimestamp: '2026-11-20T13:58:00Z' },
  type: 'Warning',
  reason: 'BackOff',
  message,
  count: 18,
  lastTimestamp: '2026-11-20T13:59:30Z',
  involvedObject: { kind: 'Pod', name: 'web-x2x8q', uid },
});

const kinds = (...resources: [string, string][]) => ({
  resources: resources.map(([name, kind]) => ({
    name,
    kind,
    namespaced: true,
  })),
});

const namespaced = '/api/v1/namespaces/shop-dev';
const answers: Record<string, unknown> = {
  '/api/v1': kinds(['secrets', 'Secret'], ['pods', 'Pod']),
  '/apis/apps/v1': kinds(
    ['deployments', 'Deployment'],
    ['deployments/scale', 'Scale'],
  ),
  '/apis/networking.k8s.io/v1': kinds(['ingresses', 'Ingress']),
  '/apis/rbac.authorization.k8s.io/v1': {
    resources: [
      { name: 'clusterroles', kind: 'ClusterRole', namespaced: false },
    ],
  },
  '/apis/batch/v1': kinds(['jobs', 'Job']),
  '/apis/apps/v1/namespaces/shop-dev/deployments': {
    items: [deployment('web', 0), deployment('api', 1), deployment('else', 1)],
  },
  '/apis/apps/v1/namespaces/shop-dev/replicasets': {
    items: [replicaSet('uid-rs-1', '1'), replicaSet('uid-rs-2', '2')],
  },
  [`${namespaced}/secrets/db`]: { metadata: { name: 'db' } },
  [`${namespaced}/pods`]: { items: [pod] },
  [`${namespaced}/events`]: {
    items: [
      event('uid-pod', 'Back-off, password=hunter22'),
      event('uid-other', 'not ours'),
    ],
  },
};

async function withReader(
  run: (
    reader: ReturnType<typeof createResourceReader>,
    seen: { url: string }[],
  ) => Promise<void>,
  given: { environment?: EnvironmentConfig; more?: string } = {},
) {
  const stored = { ...revision, manifest: manifest + (given.more ?? '') };
  const server = await startFakeApiServer(request => {
    const path = request.url!.split('?')[0];
    if (path.endsWith('/ingresses/web')) {
      return { status: 403, body: { message: 'no' } };
    }
    if (path.endsWith('/log')) {
      return {
        chunks: [
          'starting\n\u001b[31mFATAL: login with hunter22 refused\u001b[0m\nexit\n',
        ],
      };
    }
    const body = answers[path];
    return body ? { body } : { status: 404, body: {} };
  });
  const client = new HttpKubeClient('nonprod', {
    endpoint: { server: server.url, skipTlsVerify: false },
    sign: async () => ({ headers: {} }),
  });
  try {
    await run(
      createResourceReader({
        config: { environments: [given.environment ?? environment] },
        clusters: { reader: async () => client },
        store: { latest: () => stored, revision: async () => stored },
        secretKeys: [],
        now: () => now,
      }),
      server.seen,
    );
  } finally {
    await server.close();
  }
}

describe('createResourceReader', () => {
  it('reads each kind once, judges by pods, adds warnings and last lines, redacted', async () => {
    await withReader(async (reader, seen) => {
      const list = await reader.list(ref, 'dev', { withLogs: true });
      expect(
        list.items.map(({ kind, name, status, words }) =>
          [status, kind, name, words].join(' | '),
        ),
      ).toEqual([
        'Failed | Deployment | web | 0 of 1 new pods ready, 1 pod failing: web: CrashLoopBackOff, exit code 1, 5 restarts',
        'Missing | Deployment | worker | Not in the cluster',
        "Unknown | Ingress | web | The portal's account may not read ingresses in shop-dev",
        'Ready | Deployment | api | 1 of 1 pods ready',
        'Ready | Secret | db | Present',
      ]);
      expect(list.summary.words).toBe('2 of 5 ready, 2 failing, 1 unknown');
      expect(list.items[0].events).toEqual([
        {
          at: '2026-11-20T13:59:30Z',
          type: 'Warning',
          reason: 'BackOff',
          message: 'Back-off, password=••••••(a)',
          count: 18,
        },
      ]);
      expect(list.items[0].failing).toEqual([
        {
          pod: 'web-x2x8q',
          container: 'web',
          reason: 'CrashLoopBackOff, exit code 1, 5 restarts',
          lastLines: [
            'starting',
            'FATAL: login with ••••••(a) refused',
            'exit',
          ],
        },
      ]);
      const lists = seen.filter(({ url }) => /\/deployments\?/.test(url));
      expect(lists).toHaveLength(1);

      expect(explainFailure(list)).toEqual({
        why: "Deployment web: 0 of 1 new pods ready, 1 pod failing: web: CrashLoopBackOff, exit code 1, 5 restarts. The container's log says: “FATAL: login with ••••••(a) refused”. 1 more object is not ready.",
        evidence: [
          {
            source: 'Pod web-x2x8q, container web',
            lines: ['starting', 'FATAL: login with ••••••(a) refused', 'exit'],
          },
          {
            source: 'Warnings of Deployment web',
            lines: ['BackOff 18×: Back-off, password=••••••(a)'],
          },
        ],
      });
    });
  });

  it('reads no logs and no events for a summary, and no logs without the right', async () => {
    await withReader(async (reader, seen) => {
      const summary = await reader.list(ref, 'dev', {
        summary: true,
        withLogs: true,
      });
      expect(summary.items).toEqual([]);
      expect(summary.summary.failing).toBe(2);
      const list = await reader.list(ref, 'dev');
      expect(list.items[0].failing[0].lastLines).toBeUndefined();
      expect(seen.some(({ url }) => url.includes('/log'))).toBe(false);
      // Discovery is kept, and never asks for Helm's own records.
      expect(seen.filter(({ url }) => url === '/apis/apps/v1')).toHaveLength(1);
    });
  });

  describe('what a forged record names', () => {
    const more = [
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: bank, namespace: other}\n',
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: a}\n',
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: b}\n',
      'apiVersion: v1\nkind: Secret\nmetadata: {name: ".."}\n',
      'apiVersion: v1/namespaces/other\nkind: Pod\nmetadata: {name: x}\n',
      'apiVersion: v1?x\nkind: Pod\nmetadata: {name: x}\n',
    ]
      .map(text => `---\n${text}`)
      .join('');
    const outside = (items: { name: string; words: string }[]) =>
      items
        .filter(({ words }) => words.startsWith('Not looked at'))
        .map(({ name }) => name);

    it('is never read outside of what the environment allows', async () => {
      await withReader(
        async (reader, seen) => {
          const { items } = await reader.list(ref, 'dev', { withLogs: true });
          expect(items.find(({ name }) => name === 'bank')).toMatchObject({
            status: 'Unknown',
            words:
              'Not looked at: it is in the namespace other, outside of what this environment allows',
            events: [],
            failing: [],
          });
          expect(outside(items)).toEqual(['a', 'b', 'bank']);
          const urls = seen.map(({ url }) => url);
          expect(
            urls.filter(url => /bank|\/other|clusterroles/.test(url)),
          ).toEqual([]);
          expect(urls).not.toContain('/api/v1/namespaces/shop-dev/');
          expect(urls).not.toContain('/api/v1?x');
        },
        { more },
      );
    });

    it('is read where the environment allows it', async () => {
      const allow = {
        clusterScoped: ['ClusterRole/a'],
        otherNamespaces: ['oth*'],
      };
      await withReader(
        async reader => {
          const { items } = await reader.list(ref, 'dev');
          expect(outside(items)).toEqual(['b']);
          expect(items.find(({ name }) => name === 'bank')?.status).toBe(
            'Missing',
          );
        },
        { more, environment: { ...environment, allow } },
      );
    });
  });

  it('says so when there is no release', async () => {
    const reader = createResourceReader({
      config: { environments: [environment] },
      clusters: {
        reader: async () => {
          throw new Error('not asked');
        },
      },
      store: { latest: () => undefined, revision: async () => revision },
      secretKeys: [],
      now: () => now,
    });
    await expect(reader.list(ref, 'dev')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      status: 404,
    });
  });
});

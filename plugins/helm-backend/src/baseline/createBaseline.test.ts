import { HelmError } from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../clusters/KubeClient';
import { refusalOf } from '../clusters/kubeErrors';
import { anEnvironment } from '../config/__testUtils__/anEnvironment';
import { baselineObjects } from './baselineObjects';
import { createBaseline } from './createBaseline';

const release = { cluster: 'nonprod', namespace: 'shop-dev', name: 'web' };
const environment = anEnvironment();
const prepared = anEnvironment({
  baseline: {
    ...environment.baseline,
    enabled: true,
    labels: { 'pod-security.kubernetes.io/enforce': 'baseline' },
    networkPolicy: 'same-namespace',
    ownerRole: 'owner',
    ownerGroups: { 'group:default/Team-Web': 'web' },
  },
});

/** An API server that answers every apply with this. */
function aCluster(
  answer: (path: string) => { status: number; body: object } = () => ({
    status: 200,
    body: { metadata: { resourceVersion: '1' } },
  }),
) {
  const applied: { path: string; query?: object; body: any }[] = [];
  const client: KubeClient & { close(): void } = {
    cluster: 'nonprod',
    async request(method, path, options) {
      const { status, body } =
        method === 'GET'
          ? { status: 200, body: { metadata: { resourceVersion: '1' } } }
          : answer(path);
      if (method !== 'GET') {
        applied.push({ path, query: options?.query, body: options?.body });
      }
      const refusal = refusalOf('nonprod', status, body);
      if (refusal) {
        throw refusal;
      }
      return { status, body: body as any };
    },
    text: async () => '',
    async watch() {},
    close: jest.fn(),
  };
  return { client, applied };
}

function apply(
  given: ReturnType<typeof aCluster> = aCluster(),
  options: { owner?: string; token?: Error; config?: typeof prepared } = {},
) {
  const {
    owner = 'group:default/team-web',
    token,
    config = prepared,
  } = options;
  const lines: string[] = [];
  const baseline = createBaseline({
    config: { environments: [config] },
    access: {
      async baseline() {
        if (token) {
          throw token;
        }
        return given.client;
      },
    },
    ownerOf: async () => owner,
  });
  return {
    lines,
    done: (of = release) =>
      baseline(config, of, {
        log: text => lines.push(text),
        warn: text => lines.push(`! ${text}`),
      }),
  };
}

const forbidden = (message: string) => ({ status: 403, body: { message } });

describe('createBaseline', () => {
  it('applies without force, and closes its connection', async () => {
    const given = aCluster();
    const { done, lines } = apply(given);
    await done();
    expect(given.applied.map(({ path }) => path)).toEqual([
      '/api/v1/namespaces/shop-dev',
      '/apis/networking.k8s.io/v1/namespaces/shop-dev/networkpolicies/backstage-helm-baseline',
      expect.stringMatching(
        /^\/apis\/rbac.authorization.k8s.io\/v1\/namespaces\/shop-dev\/rolebindings\/backstage-helm-owner-\w{10}$/,
      ),
    ]);
    for (const { query } of given.applied) {
      expect(query).toEqual({ fieldManager: 'backstage-helm-baseline' });
    }
    expect(lines[0]).toBe('Baseline: Namespace shop-dev unchanged');
    expect(given.client.close).toHaveBeenCalled();
  });

  it('does nothing where it is off', async () => {
    const given = aCluster();
    await apply(given, { config: environment }).done();
    expect(given.applied).toEqual([]);
  });

  it('touches no namespace that is not granted', async () => {
    const given = aCluster();
    await expect(
      apply(given).done({ ...release, namespace: 'kube-system' }),
    ).rejects.toMatchObject({
      code: 'BASELINE_FAILED',
      message: expect.stringContaining('not granted to the environment dev'),
    });
    expect(given.applied).toEqual([]);
  });

  it('says that nobody is bound when the owner has no group', async () => {
    const { done, lines } = apply(aCluster(), { owner: 'group:default/other' });
    await done();
    expect(lines[0]).toBe(
      '! Baseline: no group is mapped for group:default/other; nobody was bound to owner.',
    );
    expect(lines.join()).not.toContain('RoleBinding');
  });

  it.each([
    [
      forbidden('namespace shop-dev is being terminated'),
      'it is being deleted',
      'Wait until it is gone',
    ],
    [
      forbidden('namespaces "shop-dev" is forbidden: User cannot patch'),
      'helm-system/helm-baseline may not apply Namespace shop-dev',
      "{apiGroups: [''], resources: [namespaces], verbs: [create, get, patch]}",
    ],
    [
      { status: 422, body: { message: 'labels: Invalid value' } },
      'Namespace shop-dev was refused: labels: Invalid value',
      'Correct the baseline',
    ],
    [
      {
        status: 409,
        body: {
          details: {
            causes: [
              {
                reason: 'FieldManagerConflict',
                message: 'conflict with "flux" using v1',
                field: '.metadata.labels.team',
              },
            ],
          },
        },
      },
      'someone else holds fields of Namespace shop-dev: .metadata.labels.team of flux',
      'nothing is overwritten by force',
    ],
  ])('explains a refusal (%#)', async (answer, message, wayOut) => {
    await expect(apply(aCluster(() => answer)).done()).rejects.toMatchObject({
      code: 'BASELINE_FAILED',
      message: expect.stringContaining(message),
      wayOut: expect.stringContaining(wayOut),
    });
  });

  it('names the rule without which there is no token', async () => {
    const token = new HelmError({ code: 'CLUSTER_FORBIDDEN', message: 'No.' });
    await expect(apply(aCluster(), { token }).done()).rejects.toMatchObject({
      code: 'BASELINE_FAILED',
      wayOut: expect.stringContaining(
        "{apiGroups: [''], resources: [serviceaccounts/token], resourceNames: ['helm-baseline'], verbs: [create]}",
      ),
    });
    const away = new HelmError({ code: 'CLUSTER_UNREACHABLE', message: 'No.' });
    // That passes: the operation is tried again.
    await expect(apply(aCluster(), { token: away }).done()).rejects.toBe(away);
  });
});

describe('baselineObjects', () => {
  const kinds = (baseline: object) =>
    baselineObjects(
      { ...prepared, baseline: { ...prepared.baseline, ...baseline } },
      'shop-dev',
      'group:default/team-web',
    ).map(({ kind }) => kind);

  it('is what is configured, and the namespace', () => {
    expect(kinds({ networkPolicy: 'none', ownerRole: undefined })).toEqual([
      'Namespace',
    ]);
    expect(
      kinds({
        quota: { pods: '5' },
        limits: { default: { cpu: '1' }, max: {} },
        deployerRole: 'deployer',
      }),
    ).toEqual([
      'Namespace',
      'ResourceQuota',
      'LimitRange',
      'NetworkPolicy',
      'RoleBinding',
      'ServiceAccount',
      'RoleBinding',
    ]);
  });
});

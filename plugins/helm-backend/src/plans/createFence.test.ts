import { parseManifest } from '@backstage-helm/plugin-helm-common';
import type { RenderedRelease } from '../helm';
import { createFence } from './createFence';
import { createKindScopes } from './kindScopes';

const resources: Record<string, { kind: string; namespaced: boolean }[]> = {
  '/api/v1': [
    { kind: 'ConfigMap', namespaced: true },
    { kind: 'Namespace', namespaced: false },
  ],
  '/apis/rbac.authorization.k8s.io/v1': [
    { kind: 'ClusterRole', namespaced: false },
  ],
  '/apis/apiextensions.k8s.io/v1': [
    { kind: 'CustomResourceDefinition', namespaced: false },
  ],
};

const requests: string[] = [];
const scopes = createKindScopes({
  now: () => 0,
  clusters: {
    reader: async () => ({
      cluster: 'nonprod',
      request: async (_: string, path: string): Promise<any> => {
        requests.push(path);
        const found = resources[path];
        return found
          ? {
              status: 200,
              body: { resources: found.map(each => ({ ...each, name: 'x' })) },
            }
          : { status: 404, body: {} };
      },
      text: async () => '',
      watch: async () => undefined,
    }),
  },
});

const rendered = (
  manifest: string,
  more: Partial<RenderedRelease> = {},
): RenderedRelease => ({
  manifest,
  hooksManifest: '',
  ...parseManifest(manifest),
  hooks: [],
  crds: [],
  ...more,
});
const object = (apiVersion: string, kind: string, namespace?: string) =>
  `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: x\n${
    namespace ? `  namespace: ${namespace}\n` : ''
  }`;
const rbac = 'rbac.authorization.k8s.io/v1';

describe('createFence', () => {
  const fence = createFence({ scopes });
  const strict = {
    name: 'dev',
    allow: { clusterScoped: [], otherNamespaces: [] },
  };

  it('lets the target namespace pass, written or not', async () => {
    const manifest = object('v1', 'ConfigMap') + object('v1', 'ConfigMap', 'a');
    expect(await fence(strict, 'a', rendered(manifest))).toEqual([]);
  });

  it('stops other namespaces, cluster-wide and unknown kinds', async () => {
    const manifest =
      object('v1', 'ConfigMap', 'kube-system') +
      object(rbac, 'ClusterRole') +
      object(rbac, 'ClusterRole', 'a') +
      object('example.com/v1', 'Thing');
    const problems = await fence(strict, 'a', rendered(manifest));
    expect(problems.map(each => each.code)).toEqual([
      'OBJECT_NOT_ALLOWED',
      'OBJECT_NOT_ALLOWED',
      'OBJECT_NOT_ALLOWED',
      'API_REMOVED',
    ]);
    expect(problems[0].message).toContain('namespace kube-system');
  });

  it('stops hooks, CRDs, items of lists and what is unreadable', async () => {
    const bad = parseManifest(object('v1', 'ConfigMap', 'b')).objects[0];
    const list = `---\napiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: b}}\n`;
    expect(
      await fence(
        strict,
        'a',
        rendered(list, {
          hooks: [{ object: bad, events: ['pre-install'] }],
          crds: parseManifest(
            object('apiextensions.k8s.io/v1', 'CustomResourceDefinition'),
          ).objects,
        }),
      ),
    ).toHaveLength(3);
    expect(await fence(strict, 'a', rendered('---\nnot: an object\n'))).toEqual(
      [expect.objectContaining({ code: 'RENDER_FAILED' })],
    );
  });

  it('allows what the environment allows', async () => {
    const manifest =
      object('v1', 'ConfigMap', 'shared-x') + object(rbac, 'ClusterRole');
    const allow = {
      clusterScoped: ['ClusterRole/x'],
      otherNamespaces: ['shared-*'],
    };
    expect(
      await fence({ name: 'dev', allow }, 'a', rendered(manifest)),
    ).toEqual([]);
    expect(
      await fence(
        { name: 'dev', allow: { ...allow, clusterScoped: ['Role'] } },
        'a',
        rendered(manifest),
      ),
    ).toHaveLength(1);
  });

  it('knows kinds of CRDs that the chart brings', async () => {
    const crd = `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things.example.com}\nspec: {group: example.com, scope: Namespaced, names: {kind: Thing}}`;
    const allow = {
      clusterScoped: ['CustomResourceDefinition'],
      otherNamespaces: [],
    };
    expect(
      await fence(
        { name: 'dev', allow },
        'a',
        rendered(object('example.com/v1', 'Thing'), {
          crds: parseManifest(crd).objects,
        }),
      ),
    ).toEqual([]);
  });

  it('counts what is too much to list', async () => {
    const manifest = object('v1', 'ConfigMap', 'b').repeat(30);
    const problems = await fence(strict, 'a', rendered(manifest));
    expect(problems).toHaveLength(11);
    expect(problems[10].message).toContain('20 more');
  });
});

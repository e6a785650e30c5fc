import { HelmError } from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../../clusters/KubeClient';
import { createClusterObjects } from './createClusterObjects';

function world(answers: Record<string, unknown>) {
  const client = {
    cluster: 'nonprod',
    async request(_: string, path: string): Promise<any> {
      const answer = answers[path];
      if (answer instanceof Error) {
        throw answer;
      }
      return answer ? { status: 200, body: answer } : { status: 404, body: {} };
    },
  } as unknown as KubeClient;
  return createClusterObjects({ clusters: { reader: async () => client } });
}

const at = (version: string, plural: string, name: string) =>
  `/apis/source.toolkit.fluxcd.io/${version}/namespaces/flux/${plural}/${name}`;
const reference = (kind: string, name = 'charts') => ({
  kind,
  name,
  namespace: 'flux',
});

describe('createClusterObjects', () => {
  it('reads a source by whichever version is served, never its credentials', async () => {
    const objects = world({
      [at('v1beta2', 'helmrepositories', 'charts')]: {
        spec: {
          url: 'https://robot:p@ss@charts.example.com',
          secretRef: { name: 'pull' },
        },
      },
    });
    const source = await objects.source('dev', reference('HelmRepository'));
    expect(source).toMatchObject({
      kind: 'HelmRepository',
      namespace: 'flux',
      url: 'https://charts.example.com',
      problems: [],
    });
    expect(JSON.stringify(source)).not.toContain('pull');
  });

  it('lets a HelmChart refer to its own namespace', async () => {
    const objects = world({
      [at('v1', 'helmcharts', 'charts')]: {
        spec: {
          chart: 'web',
          version: '1.x',
          sourceRef: { kind: 'HelmRepository', name: 'repo' },
        },
      },
    });
    expect(await objects.source('dev', reference('HelmChart'))).toMatchObject({
      chartName: 'web',
      sourceRef: { kind: 'HelmRepository', name: 'repo', namespace: 'flux' },
    });
  });

  it('finds nothing where it may not look, but tells that the cluster is away', async () => {
    const path = at('v1', 'helmrepositories', 'charts');
    const refused = (code: 'CLUSTER_FORBIDDEN' | 'CLUSTER_UNREACHABLE') =>
      world({ [path]: new HelmError({ code, message: code }) }).source(
        'dev',
        reference('HelmRepository'),
      );
    expect(await refused('CLUSTER_FORBIDDEN')).toBeUndefined();
    await expect(refused('CLUSTER_UNREACHABLE')).rejects.toThrow();
    expect(
      await world({}).source('dev', reference('constructor')),
    ).toBeUndefined();
  });

  it('reads texts of a ConfigMap', async () => {
    const objects = world({
      '/api/v1/namespaces/apps/configmaps/settings': { data: { a: 'b' } },
    });
    expect(await objects.configMap('dev', 'apps', 'settings')).toEqual({
      a: 'b',
    });
    expect(await objects.configMap('dev', 'apps', '..')).toBeUndefined();
  });
});

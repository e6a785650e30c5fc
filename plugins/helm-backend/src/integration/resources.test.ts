import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  defaultSecretKeyPatterns,
  type ResourceList,
} from '@backstage-helm/plugin-helm-common';
import { tokenLogin } from '../clusters/ClusterLogin';
import { HttpKubeClient } from '../clusters/HttpKubeClient';
import { environment } from '../plans/__testUtils__/planningWorld';
import { createRedactor } from '../redaction';
import { createResourceReader, explainFailure } from '../resources';

const statePath = process.env.HELM_TEST_STATE;
const withClusters = statePath ? describe : describe.skip;

jest.setTimeout(60_000);

withClusters('resources on a real cluster', () => {
  const namespace = 'shop-dev';
  const release = `resources-${process.pid}`;
  const state = () => JSON.parse(readFileSync(statePath!, 'utf8'));
  const cluster = () =>
    state().clusters.find((entry: any) => entry.name === 'nonprod');
  let home: string;

  function helm(...args: string[]): string {
    return execFileSync(
      state().tools.helm,
      [...args, '--kubeconfig', cluster().kubeconfig, '-n', namespace],
      {
        encoding: 'utf8',
        env: {
          HOME: home,
          HELM_CACHE_HOME: home,
          HELM_CONFIG_HOME: home,
          HELM_DATA_HOME: home,
        },
      },
    );
  }

  function install(version: string, ...args: string[]) {
    helm(
      'upgrade',
      '--install',
      release,
      'web-service',
      '--repo',
      state().chartRepository,
      '--version',
      version,
      ...args,
    );
  }

  function reader(tokens = cluster().tokens.readers.dev as string) {
    const { url, caFile } = cluster();
    const client = new HttpKubeClient(
      'nonprod',
      tokenLogin(
        {
          server: url,
          ca: readFileSync(caFile, 'utf8'),
          skipTlsVerify: false,
        },
        async () => readFileSync(tokens, 'utf8').trim(),
      ),
    );
    const resources = createResourceReader({
      config: {
        environments: [
          {
            ...environment,
            namespaces: [{ match: namespace }],
            allow: { clusterScoped: ['ClusterRole'], otherNamespaces: [] },
          },
        ],
      },
      clusters: { reader: async () => client },
      store: {
        latest: () => undefined,
        revision: async () => {
          throw new Error('not used');
        },
      },
      secretKeys: defaultSecretKeyPatterns,
      now: Date.now,
    });
    return async (extra = '', secrets: string[] = []): Promise<ResourceList> =>
      resources.read(
        client,
        {
          namespace,
          manifest: helm('get', 'manifest', release) + extra,
          hooks: [],
        },
        createRedactor({
          secretKeys: defaultSecretKeyPatterns,
          strings: secrets,
        }),
        { withLogs: true },
      );
  }

  async function until(
    read: () => Promise<ResourceList>,
    isMet: (list: ResourceList) => boolean,
  ): Promise<ResourceList> {
    let list = await read();
    for (const end = Date.now() + 30_000; !isMet(list); list = await read()) {
      if (Date.now() > end) {
        throw new Error(`Not met: ${JSON.stringify(list, undefined, 1)}`);
      }
    }
    return list;
  }

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'helm-resources-'));
  });

  afterAll(() => {
    helm('uninstall', release, '--ignore-not-found');
    rmSync(home, { recursive: true });
  });

  it('tells that all is ready, then which container fails and its last words', async () => {
    install('1.0.0', '--set', 'replicaCount=2');
    const read = reader();
    const ready = await until(read, ({ summary }) => !summary.progressing);
    expect(ready.summary).toMatchObject({ status: 'Healthy', failing: 0 });
    expect(ready.items.find(({ kind }) => kind === 'Deployment')?.words).toBe(
      '2 of 2 pods ready',
    );

    install('2.0.0', '--set', 'replicaCount=2');
    const failing = await until(read, list =>
      list.items[0].failing.some(({ lastLines }) => lastLines?.length),
    );
    expect(failing.summary.words).toMatch(/^\d of \d ready, 1 failing$/);
    expect(failing.items[0]).toMatchObject({
      kind: 'Deployment',
      status: 'Failed',
      words: expect.stringMatching(
        /^0 of 2 new pods ready, 2 old pods still there, \d pods? failing: \S+: CrashLoopBackOff/,
      ),
    });
    const explained = await until(
      read,
      ({ items }) => items[0].events.length > 0,
    ).then(explainFailure);
    expect(explained.why).toMatch(/The container's log says: “.+”/);
    expect(explained.evidence[0]).toMatchObject({
      source: expect.stringContaining('container'),
      lines: expect.arrayContaining([expect.any(String)]),
    });
    const [line] = explained.evidence[0].lines;
    const masked = await reader()('', [line]);
    expect(JSON.stringify(masked)).not.toContain(JSON.stringify(line));
  });

  it('shows a kind that the reader may not read as unknown, and an absent object as missing', async () => {
    const list = await reader()(`
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: view}
---
apiVersion: example.com/v1
kind: Widget
metadata: {name: one}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: never-made}
`);
    const wordsOf = (kind: string) =>
      list.items.filter(item => item.kind === kind).map(item => item.words);
    expect(wordsOf('ClusterRole')).toEqual([
      "The portal's account may not read clusterroles",
    ]);
    expect(wordsOf('Widget')).toEqual([
      'The cluster does not serve example.com/v1 Widget',
    ]);
    expect(wordsOf('ConfigMap')).toContain('Not in the cluster');
  });
});

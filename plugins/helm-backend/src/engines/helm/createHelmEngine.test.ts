import type { EngineReporter } from '@backstage-helm/plugin-helm-node';
import type { KubeClient } from '../../clusters/KubeClient';
import { createDigester } from '../../digest/createDigester';
import type { HelmResult } from '../../helm';
import {
  declaration,
  environment,
  release,
  revision,
} from '../../plans/__testUtils__/planningWorld';
import type { PlanWork } from '../../plans/PlanRecord';
import type { StoredRevision } from '../../releases/ReleaseStore';
import { createHelmEngine } from './createHelmEngine';
import type { HelmEngineOptions } from './HelmEngineOptions';

const digester = createDigester(Buffer.from('k'));
const work: PlanWork = {
  kind: 'upgrade',
  chart: { repository: 'p', name: 'web', version: '1.1.0', digest: 'd' },
  clearOverride: false,
  valuesDigest: digester.json({ message: 'hello' }),
  baseRevision: 3,
  wait: true,
  timeoutSeconds: 300,
  historyMax: 10,
  rollbackOnFailure: false,
  createNamespace: false,
  helmMajor: 4,
  preHooks: 0,
  postHooks: 0,
};

function world(more: Partial<HelmEngineOptions> = {}) {
  const happened: string[] = [];
  let stored: StoredRevision | undefined = revision();
  let finish: (result: HelmResult) => void = () => undefined;
  const client: KubeClient = {
    cluster: 'nonprod',
    async request(method, path): Promise<any> {
      happened.push(`${method} ${path}`);
      return { status: 200, body: {} };
    },
    text: async () => '',
    watch: async () => undefined,
  };
  const options: HelmEngineOptions = {
    config: { environments: [environment], secretKeys: [/password/i] },
    runner: {
      version: async () => '4.3.1',
      render: async () => ({ exitCode: 0, stdout: '', stderr: '' }),
      async act(_, argv) {
        happened.push(`gate ${argv[0]}`);
        const result = new Promise<HelmResult>(resolve => {
          finish = resolve;
        });
        return {
          identity: { pid: 42, startTime: '7' },
          result,
          go: () => happened.push('go'),
          async abandon() {
            happened.push('abandoned');
            finish({ exitCode: 70, stdout: '', stderr: '' });
          },
          terminate() {
            happened.push('SIGTERM');
            stored = revision({
              revision: 4,
              status: 'failed',
              operationId: 'op',
            });
            finish({
              exitCode: 1,
              stdout: '',
              stderr: 'Error: UPGRADE FAILED: context canceled',
            });
          },
        };
      },
      removeLeftovers: async () => 0,
    },
    charts: {
      fetch: async (repository, name, version) => ({
        repository,
        name,
        version,
        digest: 'd',
        path: '/c.tgz',
        valuesYaml: '',
        changes: [],
        dependencies: [],
        usesLookup: false,
        usesRandom: false,
        hasRemoteSchema: false,
        storedBytes: 1,
      }),
    },
    clusters: {
      reader: async () => client,
      deployer: async () => ({
        client,
        kubeconfig: 'k',
        context: 'operation',
        expiresAt: '',
        secrets: ['sesame-token'],
      }),
      capabilities: async () => ({ kubeVersion: 'v1.36.0', apiVersions: [] }),
    },
    store: {
      observe: async () => stored,
      revision: async (_, number) => revision({ revision: number }),
    },
    declarations: { resolve: async () => declaration() },
    bindings: {
      get: async () => ({
        release,
        entityRef: 'component:default/storefront',
        environment: 'dev',
        by: '',
        at: '',
      }),
    },
    overrides: { active: async () => undefined },
    probeOwner: async () => ({ kind: 'helm' }),
    fence: async () => [],
    holder: async () => undefined,
    wouldChange: async () => [],
    resources: {
      read: async () => Object({ items: [], summary: { words: '' } }),
      explain: () => ({ why: 'Pod web-1 crashed: sesame-token is wrong' }),
    },
    digester,
    host: { host: 'a', bootId: '1' },
    isAlive: async () => false,
    terminate: () => undefined,
    now: () => 0,
    wait: (_, signal) =>
      new Promise(resolve =>
        signal?.addEventListener('abort', () => resolve()),
      ),
    ...more,
  };
  return {
    options,
    happened,
    engine: createHelmEngine(options),
    end(result: Partial<HelmResult>, after?: StoredRevision) {
      stored = after ?? stored;
      finish({ exitCode: 1, stdout: '', stderr: '', ...result });
    },
  };
}

function start(
  { engine }: ReturnType<typeof world>,
  given: {
    kind?: string;
    work?: Partial<PlanWork>;
    signal?: AbortSignal;
    intent?: EngineReporter['intent'];
  } = {},
) {
  const { kind = 'upgrade' } = given;
  return engine.start(
    {
      id: 'op',
      kind,
      release,
      environment: 'dev',
      work: { ...work, kind, ...given.work },
      requestedBy: 'user:default/ana',
      expectedRevision: 4,
      deadline: new Date(600_000).toISOString(),
    },
    {
      reporter: {
        phase: () => undefined,
        log: () => undefined,
        warn: () => undefined,
        intent: given.intent ?? (async () => undefined),
      },
      signal: given.signal ?? new AbortController().signal,
    },
  );
}

const until = async (isTrue: () => boolean) => {
  while (!isTrue()) {
    await new Promise(resolve => setImmediate(resolve));
  }
};

describe('createHelmEngine', () => {
  it('lets Helm begin only when the intent is stored', async () => {
    const here = world();
    let store: () => void = () => undefined;
    const running = start(here, {
      intent: () =>
        new Promise<void>(resolve => {
          store = resolve;
        }),
    });
    await until(() => here.happened.includes('gate upgrade'));
    expect(here.happened).not.toContain('go');
    store();
    await until(() => here.happened.includes('go'));
    here.end(
      { exitCode: 0 },
      revision({ revision: 4, operationId: 'op', chartVersion: '1.1.0' }),
    );
    expect(await running).toMatchObject({
      status: 'succeeded',
      changed: true,
      outcome: { holds: 'Revision 4 (1.1.0) is deployed.' },
    });
  });

  it('30. gives up a gated Helm when the lease is lost', async () => {
    const here = world();
    await expect(
      start(here, {
        intent: async () => {
          throw new Error('lease lost');
        },
      }),
    ).rejects.toThrow('lease lost');
    expect(here.happened).toEqual(['gate upgrade', 'abandoned']);
  });

  it('settles by the storage, not by the exit code, and redacts why', async () => {
    const here = world();
    const running = start(here);
    await until(() => here.happened.includes('go'));
    here.end(
      {
        stderr:
          'Error: UPGRADE FAILED: context deadline exceeded (sesame-token)',
      },
      revision({ revision: 4, status: 'failed', operationId: 'op' }),
    );
    const settled = await running;
    expect(settled).toMatchObject({
      status: 'failed',
      changed: true,
      outcome: { code: 'WAIT_TIMEOUT', title: 'Upgrade to 1.1.0 failed' },
    });
    expect(JSON.stringify(settled)).not.toContain('sesame-token');

    const unrecorded = world();
    const second = start(unrecorded);
    await until(() => unrecorded.happened.includes('go'));
    unrecorded.end({ exitCode: 0 });
    expect(await second).toMatchObject({ status: 'failed', changed: false });
  });

  it('says why Helm failed on a revision that was freed first', async () => {
    const pending = JSON.stringify({
      version: 3,
      info: { status: 'pending-upgrade' },
    });
    let status: StoredRevision['status'] = 'pending-upgrade';
    const client: KubeClient = {
      cluster: 'nonprod',
      async request(method): Promise<any> {
        status = method === 'PATCH' ? 'failed' : status;
        return {
          status: 200,
          body: {
            metadata: { resourceVersion: '1' },
            data: { release: btoa(btoa(pending)) },
          },
        };
      },
      text: async () => '',
      watch: async () => undefined,
    };
    const here = world({
      store: {
        observe: async () => revision({ status }),
        revision: async () => revision({ status }),
      },
      clusters: {
        reader: async () => client,
        deployer: async () => ({
          client,
          kubeconfig: 'k',
          context: 'operation',
          expiresAt: '',
          secrets: [],
        }),
        capabilities: async () => ({ kubeVersion: 'v1.36.0', apiVersions: [] }),
      },
    });
    const running = start(here, { work: { unlock: true } });
    await until(() => here.happened.includes('go'));
    here.end({ stderr: 'Error: UPGRADE FAILED: context deadline exceeded' });
    expect(await running).toMatchObject({
      status: 'failed',
      changed: false,
      outcome: { code: 'WAIT_TIMEOUT' },
    });
  });

  it('cancels what can be cancelled, and nothing else', async () => {
    const cancel = new AbortController();
    const here = world();
    const running = start(here, { signal: cancel.signal });
    await until(() => here.happened.includes('go'));
    cancel.abort();
    expect(await running).toMatchObject({ status: 'cancelled', changed: true });

    const rollback = world();
    const again = new AbortController();
    const rolling = start(rollback, {
      kind: 'rollback',
      work: { toRevision: 2 },
      signal: again.signal,
    });
    await until(() => rollback.happened.includes('go'));
    again.abort();
    rollback.end({ exitCode: 0 }, revision({ revision: 4, rollbackTo: 2 }));
    expect(await rolling).toMatchObject({
      status: 'succeeded',
      observation: { operationId: 'op' },
    });
    expect(rollback.happened).not.toContain('SIGTERM');
    expect(rollback.happened.at(-1)).toBe(
      'PATCH /api/v1/namespaces/shop-dev/secrets/sh.helm.release.v1.storefront.v3',
    );
  });

  it('refuses a rollback to what the environment does not allow', async () => {
    const here = world({
      fence: async (_, __, { objects }) =>
        objects.map(() => ({ code: 'OBJECT_NOT_ALLOWED', message: 'No.' })),
      store: {
        observe: async () => revision({ manifest: '' }),
        revision: async () => revision({ revision: 2 }),
      },
    });
    await expect(
      start(here, { kind: 'rollback', work: { toRevision: 2 } }),
    ).rejects.toMatchObject({
      code: 'OBJECT_NOT_ALLOWED',
      message: 'Revision 2: No.',
      status: 403,
    });
    expect(here.happened).toEqual([]);
  });

  it('adopts a stuck release, whose owner may free it then', async () => {
    const here = world({
      store: {
        observe: async () => revision({ status: 'pending-upgrade' }),
        revision: async () => revision(),
      },
    });
    expect(await start(here, { kind: 'adopt' })).toMatchObject({
      status: 'succeeded',
      changed: false,
    });
    expect(here.happened).toEqual([]);
  });

  it.each<[string, StoredRevision['status'], Partial<PlanWork>, string]>([
    ['upgrade', 'pending-upgrade', {}, 'RELEASE_LOCKED'],
    ['test', 'uninstalling', {}, 'RELEASE_LOCKED'],
    ['upgrade', 'deployed', { unlock: true }, 'NOT_LOCKED'],
    ['unlock', 'deployed', { unlock: true }, 'NOT_LOCKED'],
    ['rollback', 'pending-upgrade', { toRevision: 2 }, 'STILL_AT_WORK'],
  ])('refuses to %s what is %s', async (kind, status, more, code) => {
    const here = world({
      store: {
        observe: async () => revision({ status }),
        revision: async () => revision(),
      },
      holder: async () => ({
        by: 'outside',
        writtenAt: '2026-11-21T00:00:00Z',
        until: '2026-11-21T00:10:00Z',
      }),
    });
    await expect(start(here, { kind, work: more })).rejects.toMatchObject({
      code,
    });
    expect(here.happened).toEqual([]);
  });

  it('abandons what was cancelled before it began', async () => {
    const here = world();
    const settled = await start(here, { signal: AbortSignal.abort() });
    expect(settled).toMatchObject({ status: 'cancelled', changed: false });
    expect(here.happened).not.toContain('go');
  });

  it.each<[string, Partial<HelmEngineOptions>, Partial<PlanWork>, string]>([
    ['another base', {}, { baseRevision: 2 }, 'BASE_CHANGED'],
    ['other values', {}, { valuesDigest: 'x' }, 'PLAN_STALE'],
    [
      'another owner',
      { probeOwner: async () => ({ kind: 'flux', name: 'HelmRelease a/b' }) },
      {},
      'OWNED_BY_OTHER_ENGINE',
    ],
    [
      'an object outside',
      { fence: async () => [{ code: 'OBJECT_NOT_ALLOWED', message: 'x' }] },
      {},
      'OBJECT_NOT_ALLOWED',
    ],
    [
      'a grant that was taken back',
      {
        declarations: {
          resolve: async () =>
            declaration({
              problems: [{ code: 'NAMESPACE_NOT_GRANTED', message: 'x' }],
            }),
        },
      },
      {},
      'NAMESPACE_NOT_GRANTED',
    ],
    [
      'a lost binding',
      { bindings: { get: async () => undefined } },
      {},
      'NOT_DECLARED',
    ],
  ])('starts nothing with %s', async (_, options, changed, code) => {
    const here = world(options);
    await expect(start(here, { work: changed })).rejects.toMatchObject({
      code,
    });
    expect(here.happened).toEqual([]);
  });

  it('adopts without Helm', async () => {
    const here = world();
    expect(await start(here, { kind: 'adopt' })).toMatchObject({
      status: 'succeeded',
      changed: false,
    });
    expect(here.happened).toEqual([]);
  });

  it('asks for pinned images again: what a Secret sets was not seen before', async () => {
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{image: web:latest}]}\n';
    const { runner } = world().options;
    const here = world({
      config: {
        environments: [{ ...environment, images: 'pinned' }],
        secretKeys: [],
      },
      runner: {
        ...runner,
        render: async () => ({ exitCode: 0, stdout: pod, stderr: '' }),
      },
    });
    await expect(start(here)).rejects.toMatchObject({
      code: 'IMAGE_NOT_PINNED',
    });
    expect(here.happened).not.toContain('go');
  });
});

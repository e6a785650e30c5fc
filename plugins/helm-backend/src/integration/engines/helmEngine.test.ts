import { readdir } from 'fs/promises';
import { execFile } from 'child_process';
import { mockServices } from '@backstage/backend-test-utils';
import { promisify } from 'util';
import { join } from 'path';
import { OPERATION_LABEL } from '../../helm';
import { startEngine, stateFile } from '../__testUtils__/engineHarness';

jest.setTimeout(120_000);
const onClusters = stateFile ? describe : describe.skip;

onClusters.each([4, 3] as const)('the engine with Helm %s', major => {
  let harness: Awaited<ReturnType<typeof startEngine>>;
  const ref = {
    cluster: 'nonprod',
    namespace: 'shop-dev',
    name: `engine-${major}`,
  };
  const helm = async (...argv: string[]) => {
    const { tools, clusters } = harness.state;
    const { stdout } = await promisify(execFile)(
      major === 4 ? tools.helm : tools.helm3,
      [...argv, '--kubeconfig', clusters[0].kubeconfig, '-n', ref.namespace],
    );
    return stdout;
  };
  const history = async () =>
    JSON.parse(await helm('history', ref.name, '-o', 'json'));

  beforeAll(async () => {
    harness = await startEngine(major, mockServices.logger.mock());
    await helm('uninstall', ref.name, '--ignore-not-found');
  });
  afterAll(async () => {
    await helm('uninstall', ref.name, '--ignore-not-found');
    await harness.stop();
  });

  it('installs, with who and why in the history, and no trace on the disk', async () => {
    harness.values.set(`${ref.namespace}/${ref.name}`, {
      credentials: { apiToken: 'hush-hush-token' },
    });
    const work = await harness.workOn(ref, 'install', { version: '1.2.0' });
    const { settled, heard, operation } = await harness.run(ref, work, {
      reason: 'First of all',
    });
    expect(settled).toMatchObject({
      type: 'settled',
      status: 'succeeded',
      changed: true,
      outcome: { code: 'DONE', title: 'Installed 1.2.0, now revision 1' },
      observation: {
        revision: 1,
        status: 'deployed',
        operationId: operation.id,
      },
    });
    expect(heard.phases).toEqual(
      expect.arrayContaining([
        ['preflight', 'passed'],
        ['fetch', 'passed'],
        ['apply', 'passed'],
        ['wait', 'passed'],
        ['settle', 'passed'],
      ]),
    );
    expect((await history())[0].description).toBe(
      `Installed by user:default/ana (${operation.id}): First of all`,
    );
    expect(heard.lines.join('\n')).not.toContain('hush-hush-token');
    expect(await readdir(join(harness.workDir, 'homes'))).toEqual([]);
  });

  it('upgrades and tells what becomes ready', async () => {
    const work = await harness.workOn(ref, 'upgrade', {
      version: '1.3.0',
      override: { patch: { replicaCount: 3 }, baseDigest: 'declared' },
    });
    const { settled, heard } = await harness.run(ref, work);
    expect(settled).toMatchObject({
      status: 'succeeded',
      observation: { revision: 2, chartVersion: '1.3.0' },
    });
    expect(heard.lines.join('\n')).toMatch(/Deployment .*pods/);
  });

  it('does nothing when the release is not what was planned on', async () => {
    const work = await harness.workOn(ref, 'upgrade', { version: '1.3.0' });
    await expect(
      harness.run(ref, { ...work, baseRevision: 1 }),
    ).rejects.toMatchObject({ code: 'BASE_CHANGED' });
    await expect(
      harness.run(ref, { ...work, baseDigest: 'other' }),
    ).rejects.toMatchObject({ code: 'BASE_CHANGED' });
    await expect(
      harness.run(ref, { ...work, valuesDigest: 'other' }),
    ).rejects.toMatchObject({ code: 'PLAN_STALE' });
    expect(await history()).toHaveLength(2);
  });

  it('fails a rollout with its explanation', async () => {
    const work = await harness.workOn(ref, 'upgrade', {
      version: '2.0.0',
      timeoutSeconds: 8,
    });
    const { settled, heard } = await harness.run(ref, work);
    expect(settled).toMatchObject({
      status: 'failed',
      changed: true,
      observation: { revision: 3, status: 'failed' },
      outcome: {
        code: 'WAIT_TIMEOUT',
        title: 'Upgrade to 2.0.0 failed',
        why: expect.stringMatching(/\w/),
      },
    });
    expect(heard.phases).toContainEqual(['wait', 'failed']);
    expect(JSON.stringify(settled)).not.toContain('hush-hush-token');
  });

  it('rolls back and labels the revision as its own', async () => {
    const work = await harness.workOn(ref, 'rollback', { toRevision: 2 });
    const { settled, operation } = await harness.run(ref, work, {
      reason: 'It crashed',
    });
    expect(settled).toMatchObject({
      status: 'succeeded',
      outcome: { title: 'Rolled back to revision 2 (1.3.0), now revision 4' },
      observation: { revision: 4, operationId: operation.id },
    });
    const stored = await harness.store.observe(ref);
    expect(stored?.labels[OPERATION_LABEL]).toBe(operation.id);
    const [newest] = (await history()).slice(-1);
    expect(newest.description).toBe(
      major === 4
        ? `Rolled back by user:default/ana (${operation.id}): It crashed`
        : 'Rollback to 2',
    );
  });

  it('7. gives Helm neither token nor password by its command line or environment', async () => {
    process.env.POSTGRES_PASSWORD = 'hunter2';
    let seen = '';
    const work = await harness.workOn(ref, 'test');
    const { readFile } = await import('fs/promises');
    const { settled } = await harness.run(ref, work, {
      onIntent: async pid => {
        seen += await readFile(`/proc/${pid}/cmdline`, 'utf8');
        seen += await readFile(`/proc/${pid}/environ`, 'utf8');
      },
    });
    delete process.env.POSTGRES_PASSWORD;
    expect(settled).toMatchObject({ status: 'succeeded', changed: false });
    expect(seen).toContain('KUBECONFIG=');
    expect(seen).not.toMatch(/hunter2|hush|eyJhbGci/);
  });

  it('26. cancels an upgrade with one SIGTERM; the history says so', async () => {
    const cancel = new AbortController();
    const work = await harness.workOn(ref, 'upgrade', {
      version: '2.0.0',
      timeoutSeconds: 60,
    });
    const running = harness.run(ref, work, { signal: cancel.signal });
    while ((await harness.store.observe(ref))?.status !== 'pending-upgrade') {
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    cancel.abort();
    const { settled } = await running;
    expect(settled).toMatchObject({
      status: 'cancelled',
      changed: true,
      observation: { revision: 5, status: 'failed' },
    });
    const [newest] = (await history()).slice(-1);
    expect(newest.description).toContain('context canceled');
  });

  it('recovers an upgrade whose backend died: first undecided, then the truth', async () => {
    await harness.run(
      ref,
      await harness.workOn(ref, 'rollback', { toRevision: 4 }),
    );
    const work = await harness.workOn(ref, 'upgrade', {
      version: '1.3.0',
      override: {
        patch: { podLabels: { 'demo/outcome': 'slow' } },
        baseDigest: 'declared',
      },
    });
    let intent = { ...harness.options.host, pid: 0 };
    let asked: unknown = 'nothing yet';
    const { operation } = await harness.run(ref, work, {
      id: 'op-recovered',
      onIntent: async pid => {
        intent = { ...intent, pid: pid ?? 0 };
        asked = await harness.engine.recover(
          {
            id: 'op-recovered',
            kind: 'upgrade',
            release: ref,
            environment: 'dev',
            work,
            requestedBy: 'user:default/ana',
            expectedRevision: work.baseRevision + 1,
            deadline: new Date(Date.now() + 60_000).toISOString(),
          },
          intent,
        );
      },
    });
    expect(asked).toBeUndefined();
    expect(await harness.engine.recover(operation, intent)).toMatchObject({
      type: 'settled',
      status: 'succeeded',
      observation: { operationId: 'op-recovered', status: 'deployed' },
    });
    expect(
      await harness.engine.recover(
        {
          ...operation,
          work: { ...work, baseRevision: work.baseRevision + 1 },
          expectedRevision: operation.expectedRevision + 1,
        },
        { ...intent, pid: 1, startTime: 'x' },
      ),
    ).toEqual({ type: 'never-started' });
  });

  it('24. finds an upgrade whose Helm was killed to be interrupted', async () => {
    const work = await harness.workOn(ref, 'upgrade', {
      version: '2.0.0',
      timeoutSeconds: 60,
    });
    let helmPid = 0;
    const running = harness.run(ref, work, {
      onIntent: async pid => {
        helmPid = pid ?? 0;
      },
    });
    while ((await harness.store.observe(ref))?.status !== 'pending-upgrade') {
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    process.kill(helmPid, 'SIGKILL');
    const { settled, operation } = await running;
    expect(settled).toMatchObject({
      status: 'interrupted',
      changed: true,
      outcome: { code: 'RELEASE_LOCKED' },
      observation: { operationId: operation.id },
    });
    const back = await harness.run(
      ref,
      await harness.workOn(ref, 'rollback', {
        toRevision: work.baseRevision,
      }),
    );
    expect(back.settled).toMatchObject({ status: 'succeeded' });
  });

  it('uninstalls', async () => {
    const { settled } = await harness.run(
      ref,
      await harness.workOn(ref, 'uninstall'),
    );
    expect(settled).toMatchObject({
      status: 'succeeded',
      changed: true,
      observation: { revision: 0, status: 'absent' },
    });
  });
});

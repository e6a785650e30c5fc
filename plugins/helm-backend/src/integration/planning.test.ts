import { execFile } from 'child_process';
import { promisify } from 'util';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  planSchema,
  type PlanRequest,
} from '@backstage-helm/plugin-helm-common';
import { startEngine, stateFile } from './__testUtils__/engineHarness';

jest.setTimeout(120_000);
const onClusters = stateFile ? describe : describe.skip;

onClusters('a plan, and what runs of it', () => {
  let harness: Awaited<ReturnType<typeof startEngine>>;
  const ref = { cluster: 'nonprod', namespace: 'shop-dev', name: 'planned' };
  const key = `${ref.namespace}/${ref.name}`;
  const uninstall = async () => {
    const { tools, clusters } = harness.state;
    await promisify(execFile)(tools.helm, [
      'uninstall',
      ref.name,
      '--ignore-not-found',
      '--kubeconfig',
      clusters[0].kubeconfig,
      '-n',
      ref.namespace,
    ]);
  };
  const plan = async (request: Omit<PlanRequest, 'release'>) => {
    const made = await harness.planning.createPlan(
      { release: ref, ...request },
      mockCredentials.user(),
    );
    expect(planSchema.parse(made)).toEqual(made);
    return { made, record: harness.records.get(made.id)! };
  };

  beforeAll(async () => {
    harness = await startEngine(4, mockServices.logger.mock());
    harness.values.set(key, { credentials: { apiToken: 'hush-hush-token' } });
    await uninstall();
  });
  afterAll(async () => {
    await uninstall();
    await harness.stop();
  });

  it('installs exactly what was shown', async () => {
    const { made, record } = await plan({ kind: 'install' });
    expect(made).toMatchObject({
      blockedBy: [],
      toVersion: '1.2.0',
      baseRevision: 0,
      counts: { changed: 0, removed: 0 },
    });
    expect(made.counts.added).toBeGreaterThan(3);
    const { settled } = await harness.run(ref, record.work);
    expect(settled).toMatchObject({ status: 'succeeded' });
    expect(JSON.stringify(record)).not.toContain('hush-hush-token');
  });

  it('finds nothing to change right afterwards, within its budget', async () => {
    const { made } = await plan({ kind: 'upgrade' });
    expect(made.counts).toMatchObject({ added: 0, changed: 0, removed: 0 });
    expect(made).toMatchObject({ changesAnything: false, blockedBy: [] });
  });

  it('overrides, upgrades, and does not run a plan twice', async () => {
    const { made, record } = await plan({
      kind: 'upgrade',
      version: '1.3.0',
      values: 'credentials: {apiToken: "••••••(a)"}\nreplicaCount: 2\n',
    });
    expect(made.overrideKeys).toEqual(['version', 'replicaCount']);
    const { settled } = await harness.run(ref, record.work);
    expect(settled).toMatchObject({
      status: 'succeeded',
      observation: { revision: 2, chartVersion: '1.3.0' },
    });
    await expect(harness.run(ref, record.work)).rejects.toMatchObject({
      code: 'BASE_CHANGED',
    });
  });

  it('compares revisions with what is declared', async () => {
    const diff = await harness.planning.diff({
      left: { type: 'release', release: ref, at: 1 },
      right: { type: 'release', release: ref, at: 'declared' },
      of: 'manifest',
    });
    expect(diff.entries).toEqual([]);
    const values = await harness.planning.diff({
      left: { type: 'release', release: ref, at: 1 },
      right: { type: 'release', release: ref, at: 2 },
      of: 'values',
    });
    expect(values.entries.map(entry => entry.title)).toEqual(['replicaCount']);
  });

  it('refuses what breaks the schema or does not exist, with a code', async () => {
    await expect(
      plan({ kind: 'upgrade', values: 'replicaCount: many\n' }),
    ).rejects.toMatchObject({ code: 'VALUES_SCHEMA' });
    await expect(
      plan({ kind: 'upgrade', version: '9.9.9' }),
    ).rejects.toMatchObject({ code: 'VERSION_NOT_FOUND' });
  });

  it('rolls back, tests and uninstalls by plan', async () => {
    const back = await plan({ kind: 'rollback', revision: 1 });
    expect(back.made).toMatchObject({ toVersion: '1.2.0', blockedBy: [] });
    expect((await harness.run(ref, back.record.work)).settled).toMatchObject({
      status: 'succeeded',
      observation: { revision: 3 },
    });

    const test = await plan({ kind: 'test' });
    expect(test.made.hooks.length).toBeGreaterThan(0);
    expect((await harness.run(ref, test.record.work)).settled).toMatchObject({
      status: 'succeeded',
    });

    const gone = await plan({ kind: 'uninstall' });
    expect(gone.made.objects.length).toBeGreaterThan(3);
    expect((await harness.run(ref, gone.record.work)).settled).toMatchObject({
      status: 'succeeded',
      observation: { revision: 0 },
    });
  });

  it('fails a test with its log', async () => {
    harness.values.set(key, { podLabels: { 'demo/outcome': 'fail' } });
    const { record } = await plan({ kind: 'install' });
    await harness.run(ref, {
      ...record.work,
      wait: false,
      timeoutSeconds: 10,
    });
    const test = await plan({ kind: 'test' });
    const { settled } = await harness.run(ref, {
      ...test.record.work,
      timeoutSeconds: 10,
    });
    expect(settled).toMatchObject({
      status: 'failed',
      changed: false,
      outcome: { code: 'TEST_FAILED' },
    });
  });
});

import { randomUUID } from 'node:crypto';
import {
  auditListSchema,
  diffSchema,
  entityReleasesSchema,
  historySchema,
  resourceListSchema,
} from '@backstage-helm/plugin-helm-common';
import {
  openDatabases,
  type Databases,
} from '../database/__testUtils__/openDatabases';
import { driveRelease } from './__testUtils__/driveRelease';
import {
  ALLOW,
  component,
  startPortal,
  stateFile,
  until,
} from './__testUtils__/startPortal';

// Helm 4 on SQLite is in write.test.ts.
const suite = (stateFile ? describe : describe.skip).each([
  [4, 'PostgreSQL'],
  [3, 'SQLite'],
] as const);

suite('the whole flow with Helm %s and %s', (major, dialect) => {
  const name = `flow-${major}-${randomUUID().slice(0, 6)}`;
  const release = { cluster: 'nonprod', namespace: 'shop-dev', name };
  const path = `/clusters/nonprod/namespaces/shop-dev/releases/${name}`;
  const key = `nonprod/shop-dev/${name}`;
  let databases: Databases;
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let drive: ReturnType<typeof driveRelease>;

  const target = async () =>
    entityReleasesSchema.parse(
      await portal.get(`/entities/component/default/${name}/releases`),
    ).targets[0];
  const history = async () =>
    historySchema.parse(await portal.get(`${path}/history`)).items;
  /** By Helm itself, oldest first. */
  const descriptions = async (): Promise<string[]> =>
    JSON.parse(
      await portal.helm('history', name, '-n', 'shop-dev', '-o', 'json'),
    ).map((row: { description: string }) => row.description);

  it('starts, with values from the repository of the entity', async () => {
    databases = openDatabases();
    portal = await startPortal({
      name,
      entities: state => [
        component(name, 'group:default/team-web', {
          'backstage.io/managed-by-location': `url:${state.git}/acme/storefront/raw/branch/main/catalog-info.yaml`,
          'helm-release/environments': 'dev',
          'helm-release/values': 'deploy/values.yaml',
          'helm-release/timeout': '12s',
        }),
      ],
      decide: () => ALLOW,
      configure: config => {
        config.helm.environments[0].helm = { version: major };
      },
      knex: await databases.create(dialect),
    });
    drive = driveRelease(portal, release);
    const before = await until(
      target,
      found => found?.headline.state === 'Absent',
    );
    expect(before.declared?.sources.map(({ url }) => url)).toContainEqual(
      expect.stringMatching(/deploy\/values\.yaml$/),
    );
  }, 60_000);

  afterAll(async () => {
    await portal.helm(
      'uninstall',
      name,
      '-n',
      'shop-dev',
      '--ignore-not-found',
    );
    await portal.stop();
    await databases.close();
  }, 60_000);

  it('installs once however often it is asked, and tells it live', async () => {
    const { id, counts } = await drive.plan({ kind: 'install' });
    expect(counts).toMatchObject({ changed: 0, removed: 0 });
    const answers = await Promise.all(
      [1, 2, 3].map(() => drive.askOperation(id, 'First of all', 'one-key')),
    );
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const operation = await drive.settled(answers[0].body.id);
    expect(operation).toMatchObject({
      status: 'succeeded',
      durable: true,
      requestedBy: 'user:default/ana',
      reason: 'First of all',
      revisionAfter: 1,
      outcome: { code: 'DONE' },
    });
    expect(operation.phases.map(({ status }) => status)).not.toContain(
      'running',
    );
    const events = await drive.events(operation.id);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
    expect(events[0].text).toBe('Queued by user:default/ana: First of all');
    const deployed = await until(
      target,
      found => found?.headline.state === 'InSync',
    );
    expect(deployed.deployed).toMatchObject({
      revision: 1,
      by: 'user:default/ana',
      reason: 'First of all',
      operationId: operation.id,
      succeeded: true,
    });
    expect(await descriptions()).toEqual([
      `Installed by user:default/ana (${operation.id}): First of all`,
    ]);
    const { summary } = resourceListSchema.parse(
      await portal.get(`${path}/resources?summary=1`),
    );
    expect(summary).toMatchObject({ status: 'Healthy', failing: 0 });
  }, 60_000);

  it('upgrades', async () => {
    const { yaml } = await portal.get(`${path}/draft-values`);
    const values = yaml.replace(/replicaCount: \d/, 'replicaCount: 3');
    const operation = await drive.operate(
      { kind: 'upgrade', version: '1.3.0', values },
      'More pods',
    );
    expect(operation).toMatchObject({
      status: 'succeeded',
      fromVersion: '1.2.0',
      toVersion: '1.3.0',
      revisionAfter: 2,
    });
    expect((await descriptions())[1]).toBe(
      `Upgraded by user:default/ana (${operation.id}): More pods`,
    );
    expect((await target()).override).toMatchObject({
      version: '1.3.0',
      keys: ['replicaCount'],
      by: 'user:default/ana',
      reason: 'More pods',
    });
  }, 60_000);

  it('explains a failed upgrade and puts back what worked, by an operation of its own', async () => {
    const failed = await drive.operate(
      { kind: 'upgrade', version: '2.0.0' },
      'The new major',
    );
    expect(failed).toMatchObject({
      revisionAfter: 3,
      outcome: {
        code: 'WAIT_TIMEOUT',
        why: expect.stringMatching(/pod/),
        holds: expect.any(String),
      },
    });
    expect(JSON.stringify(failed.outcome?.evidence)).toContain('container');
    expect(failed.followedBy).toBeDefined();
    const rollback = await drive.settled(failed.followedBy!);
    expect(rollback).toMatchObject({
      kind: 'rollback',
      status: 'succeeded',
      follows: failed.id,
      requestedBy: 'user:default/ana',
      reason: expect.stringMatching(
        /^Automatic rollback: upgrade to .* failed$/,
      ),
      toRevision: 2,
      revisionAfter: 4,
    });
    expect(rollback.followedBy).toBeUndefined();
    expect((await drive.read(failed.id)).status).toBe('rolled-back');
    const deployed = await until(
      target,
      found => found?.deployed?.revision === 4,
    );
    expect(deployed).toMatchObject({
      state: { lifecycle: 'Deployed' },
      deployed: { chartVersion: '1.3.0', rollbackTo: 2 },
      lastOperation: { id: failed.id, status: 'rolled-back' },
    });
    expect((await history()).slice(0, 2)).toMatchObject([
      { revision: 4, operationId: rollback.id, status: 'deployed' },
      { revision: 3, operationId: failed.id, status: 'failed' },
    ]);
    expect((await descriptions())[3]).toMatch(
      major === 4
        ? /^Rolled back by user:default\/ana \(\S+\): Automatic rollback/
        : /^Rollback to 2$/,
    );
  }, 90_000);

  it('shows what a rollback changes, then does it', async () => {
    const { id } = await drive.plan({ kind: 'rollback', revision: 1 });
    const diff = diffSchema.parse(
      await portal.get(
        `/diff?of=manifest&left=${key}@deployed&right=plan:${id}`,
      ),
    );
    expect(JSON.stringify(diff.entries)).toContain('replicas: 3');
    const { body } = await drive.askOperation(id, 'Back to the start');
    const operation = await drive.settled(body.id);
    expect(operation).toMatchObject({ status: 'succeeded', revisionAfter: 5 });
    expect((await history())[0]).toMatchObject({
      revision: 5,
      rollbackTo: 1,
      by: 'user:default/ana',
      reason: 'Back to the start',
    });
  }, 60_000);

  it('tests, with the lines of the hook', async () => {
    const operation = await drive.operate({ kind: 'test' }, '');
    expect(operation).toMatchObject({ status: 'succeeded', kind: 'test' });
    const lines = (await drive.events(operation.id)).map(({ text }) => text);
    expect(lines.join('\n')).toContain(`${name}-web-service-test: 200 OK`);
    expect(await descriptions()).toHaveLength(5);
  }, 60_000);

  it('uninstalls, after listing what goes', async () => {
    const { id, objects } = await drive.plan({ kind: 'uninstall' });
    expect(objects).toEqual(
      expect.arrayContaining([
        { kind: 'Deployment', name: `${name}-web-service`, keeps: false },
        { kind: 'Service', name: `${name}-web-service`, keeps: false },
      ]),
    );
    const { body } = await drive.askOperation(id, 'Not needed');
    expect(await drive.settled(body.id)).toMatchObject({ status: 'succeeded' });
    await until(target, found => found?.headline.state === 'Absent');
    expect(await portal.helm('list', '-qn', 'shop-dev')).not.toContain(name);
    const audit = auditListSchema.parse(await portal.get('/audit?limit=50'));
    const kinds = audit.items
      .filter(({ action }) => action === 'operation.requested')
      .map(({ detail }) => detail?.kind);
    expect(kinds).toEqual(
      expect.arrayContaining(['install', 'upgrade', 'rollback', 'uninstall']),
    );
  }, 60_000);
});

import { randomUUID } from 'node:crypto';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  entityReleasesSchema,
  revisionDetailSchema,
} from '@backstage-helm/plugin-helm-common';
import type { Knex } from 'knex';
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

const suite = stateFile ? describe : describe.skip;

suite('releases declared by documents', () => {
  const run = randomUUID().slice(0, 6);
  const entity = `docs-${run}`;
  const [store, front, jobs] = ['store', 'front', 'jobs'].map(
    part => `${entity}-${part}`,
  );
  const names = [store, front, jobs];
  /** In no key that is called secret, and in none that is. */
  const greeting = `greeting-${randomUUID()}`;
  const token = `token-${randomUUID()}`;
  const ref = (name: string) => ({
    cluster: 'nonprod',
    namespace: 'shop-dev',
    name,
  });
  const pathOf = (name: string) =>
    `/clusters/nonprod/namespaces/shop-dev/releases/${name}`;
  const base = 'https://git.example.com/acme/docs/raw/branch/main';
  const files = new Map<string, string>();
  let databases: Databases;
  let knex: Knex;
  let portal: Awaited<ReturnType<typeof startPortal>>;
  const answers: string[] = [];

  const documents = (url: string, level = 'debug') => `
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: {name: charts}
spec: {interval: 5m, url: ${url}/}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: ${store}}
spec:
  interval: 5m
  chart:
    spec:
      chart: web-service
      version: 1.2.0
      sourceRef: {kind: HelmRepository, name: charts}
  valuesFrom:
    - {kind: ConfigMap, name: ${entity}}
    - {kind: Secret, name: ${entity}, valuesKey: all.yaml}
    - {kind: Secret, name: ${entity}, valuesKey: greeting, targetPath: config.greeting}
  values:
    config: {logLevel: ${level}}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: ${front}}
spec:
  interval: 5m
  dependsOn: [{name: ${store}}]
  chart:
    spec:
      chart: web-service
      version: '>=1.1.0 <1.3.0'
      sourceRef: {kind: HelmRepository, name: charts}
---
apiVersion: kubernetes.project-planton.org/v1
kind: HelmRelease
metadata: {name: ${jobs}, env: dev}
spec:
  namespace: shop-dev
  repo: ${url}
  name: worker
  version: 0.1.0
  values: {queue.name: mail}
`;

  const targets = async () =>
    entityReleasesSchema.parse(
      await get(`/entities/component/default/${entity}/releases`),
    ).targets;
  const target = async (name: string) =>
    (await targets()).find(({ release }) => release?.name === name)!;
  async function get(path: string) {
    const body = await portal.get(path);
    answers.push(JSON.stringify(body));
    return body;
  }

  beforeAll(async () => {
    databases = openDatabases();
    knex = await databases.create('SQLite');
    portal = await startPortal({
      name: entity,
      entities: state => {
        files.set('deploy/releases.yaml', documents(state.chartRepository));
        const declared = component(entity, 'group:default/team-web', {});
        declared.metadata.annotations = {
          'backstage.io/managed-by-location': `url:${base}/catalog-info.yaml`,
          'helm-release/environments': 'dev',
          'helm-release/file': 'deploy/releases.yaml',
          'helm-release/timeout': '60s',
        };
        return [declared];
      },
      decide: () => ALLOW,
      knex,
      services: [
        createServiceFactory({
          service: coreServices.urlReader,
          deps: {},
          factory: () => ({
            async readUrl(url: string) {
              const text = files.get(url.slice(base.length + 1));
              if (text === undefined) {
                throw new NotFoundError(url);
              }
              return { buffer: async () => Buffer.from(text), etag: text };
            },
            readTree: async () => {
              throw new Error('not used');
            },
            search: async () => {
              throw new Error('not used');
            },
          }),
        }),
      ],
    });
  }, 120_000);

  afterAll(async () => {
    for (const name of names) {
      await portal.helm(
        'uninstall',
        name,
        '-n',
        'shop-dev',
        '--ignore-not-found',
      );
    }
    await portal.kubectl(
      ...['delete', 'secret,configmap', entity, '-n', 'shop-dev'],
      '--ignore-not-found',
    );
    await portal.stop();
    await databases.close();
  }, 120_000);

  it('says what is missing in the cluster, and what to pin', async () => {
    await until(targets, found => found.length === 3, 60);
    const { problems } = await target(store);
    expect(problems).toMatchObject([
      {
        code: 'VALUES_SOURCE_UNREADABLE',
        message: `There is no ConfigMap shop-dev/${entity} in dev.`,
      },
    ]);
    expect((await target(front)).problems).toMatchObject([
      { code: 'VERSION_NOT_EXACT', suggestion: { version: '1.2.0' } },
    ]);
    expect((await target(jobs)).declared).toMatchObject({
      chart: 'worker',
      version: '0.1.0',
      document: { format: 'planton', name: jobs },
    });
  }, 120_000);

  it('reads ConfigMaps in the background, and Secrets not at all', async () => {
    await portal.kubectl(
      ...['create', 'configmap', entity, '-n', 'shop-dev'],
      '--from-literal=values.yaml=replicaCount: 2',
    );
    files.set(
      'deploy/releases.yaml',
      documents(portal.state.chartRepository).replace(
        '>=1.1.0 <1.3.0',
        '1.2.0',
      ),
    );
    await portal.send(
      'post',
      `/entities/component/default/${entity}/releases/refresh`,
    );
    const declared = await target(store);
    expect(declared.problems).toEqual([]);
    expect(declared.declared?.document).toMatchObject({
      format: 'flux-v2',
      name: store,
      url: `${base}/deploy/releases.yaml`,
    });
    expect((await target(front)).declared?.dependsOn).toMatchObject([
      { name: store, release: ref(store) },
    ]);
    const { yaml } = await get(`${pathOf(store)}/draft-values`);
    expect(yaml).toContain('replicaCount: 2');
    expect(yaml).toMatch(/greeting: .?••••••/);
    expect(yaml).toMatch(new RegExp(`${entity}: .?••••••`));
    const { body } = await driveRelease(portal, ref(store)).askPlan({
      kind: 'install',
    });
    expect(body.blockedBy).toContainEqual(
      expect.objectContaining({
        code: 'VALUES_SOURCE_UNREADABLE',
        message: `There is no Secret shop-dev/${entity}.`,
      }),
    );
  }, 120_000);

  it('deploys with what the Secret holds, and shows it nowhere', async () => {
    await portal.kubectl(
      ...['create', 'secret', 'generic', entity, '-n', 'shop-dev'],
      `--from-literal=greeting=${greeting}`,
      `--from-literal=all.yaml=credentials: {apiToken: ${token}}`,
    );
    const first = await driveRelease(portal, ref(front)).plan({
      kind: 'install',
    });
    expect(first.findings).toContainEqual(
      expect.objectContaining({ code: 'DEPENDENCY_NOT_READY' }),
    );
    const drive = driveRelease(portal, ref(store));
    const planned = await drive.plan({ kind: 'install' });
    expect(planned.findings).toContainEqual(
      expect.objectContaining({ level: 'accept', code: 'SECRET_VALUES' }),
    );
    const operation = await drive.operate({ kind: 'install' }, 'First');
    expect(operation).toMatchObject({ status: 'succeeded' });
    answers.push(JSON.stringify(await drive.events(operation.id)));
    // Helm was given all of it.
    const deployed = JSON.parse(
      await portal.helm('get', 'values', store, '-n', 'shop-dev', '-o', 'json'),
    );
    expect(deployed).toEqual({
      replicaCount: 2,
      config: { greeting, logLevel: 'debug' },
      credentials: { apiToken: token },
    });
    await until(
      () => target(store),
      found => found.headline.state === 'InSync',
      60,
    );
    const detail = revisionDetailSchema.parse(
      await get(`${pathOf(store)}/revisions/1`),
    );
    expect(detail.mine?.yaml).toMatch(/greeting: .?••••••/);
    expect(detail.mine?.yaml).toContain('logLevel: debug');
    expect(detail.manifest).toContain('greeting: ••••••');
    const list = await get('/releases?environment=dev&limit=100');
    expect(
      list.items.find((row: any) => row.release.name === store).state,
    ).toMatchObject({ lifecycle: 'Deployed', sync: 'InSync' });
  }, 180_000);

  it('compares without the Secret, and notices what else changes', async () => {
    files.set(
      'deploy/releases.yaml',
      documents(portal.state.chartRepository, 'warn').replace(
        '>=1.1.0 <1.3.0',
        '1.2.0',
      ),
    );
    await portal.send(
      'post',
      `/entities/component/default/${entity}/releases/refresh`,
    );
    expect((await target(store)).state.sync).toBe('OutOfSync');
    const drive = driveRelease(portal, ref(store));
    const planned = await drive.plan({ kind: 'upgrade' });
    const diff = await get(
      `/diff?left=${encodeURIComponent(
        `nonprod/shop-dev/${store}@deployed`,
      )}&right=plan:${planned.id}&of=values`,
    );
    expect(JSON.stringify(diff)).toContain('warn');
    // What stands in for the Secret is what is deployed: nothing to see.
    expect(JSON.stringify(diff.entries)).not.toMatch(/[+-] *greeting/);
    const operation = await drive.operate({ kind: 'upgrade' }, 'Quieter');
    expect(operation).toMatchObject({ status: 'succeeded' });
    answers.push(JSON.stringify(await drive.events(operation.id)));
    await until(
      () => target(store),
      found => found.headline.state === 'InSync',
      60,
    );
  }, 180_000);

  it('changes nothing when the Secret is gone', async () => {
    const drive = driveRelease(portal, ref(store));
    const { id } = await drive.plan({ kind: 'upgrade' });
    await portal.kubectl('delete', 'secret', entity, '-n', 'shop-dev');
    const { body } = await drive.askOperation(id, 'Too late');
    const operation = await drive.settled(body.id);
    expect(operation).toMatchObject({
      status: 'failed',
      outcome: { code: 'VALUES_SOURCE_UNREADABLE' },
    });
    expect((await target(store)).deployed?.revision).toBe(2);
  }, 120_000);

  it('keeps the content of Secrets out of the database and of all answers', async () => {
    const tables: { name: string }[] = await knex('sqlite_master')
      .where({ type: 'table' })
      .select('name');
    const rows = await Promise.all(tables.map(({ name }) => knex(name)));
    const stored = JSON.stringify(rows);
    expect(stored).toContain(store);
    for (const text of [stored, ...answers]) {
      for (const secret of [greeting, token]) {
        expect(text).not.toContain(secret);
        expect(text).not.toContain(Buffer.from(secret).toString('base64'));
      }
    }
  });
});

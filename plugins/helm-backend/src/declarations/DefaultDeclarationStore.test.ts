import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import { NotFoundError, NotModifiedError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  dialects,
  openDatabases,
  type Dialect,
} from '../database/__testUtils__/openDatabases';
import { readHelmConfig } from '../config/readHelmConfig';
import { createDigester } from '../digest/createDigester';
import { createChartSchemas } from './chartSchemas';
import { DeclarationPoller } from './DeclarationPoller';
import { DeclarationTable } from './DeclarationTable';
import { DeclarationWriter } from './DeclarationWriter';
import { DefaultDeclarationStore } from './DefaultDeclarationStore';

const base = 'https://git.example.com/acme/shop/raw/branch/main';
const config = readHelmConfig(
  new ConfigReader({
    helm: {
      repositories: [{ name: 'platform', url: 'https://charts.example.com' }],
      values: { from: 'helm' },
      environments: [
        {
          name: 'dev',
          default: true,
          cluster: 'nonprod',
          connection: { server: 'https://127.0.0.1:1', token: 'x' },
          namespace: '{system}-dev',
          values: { from: 'environment', tier: 'nonprod' },
        },
        {
          name: 'prod',
          default: true,
          cluster: 'prod',
          connection: { server: 'https://127.0.0.1:2', token: 'x' },
          namespace: '{system}-prod',
        },
      ],
    },
  }),
);

function component(
  name: string,
  annotations: Record<string, string>,
  owner = 'group:default/team-web',
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        'backstage.io/managed-by-location': `url:${base}/catalog-info.yaml`,
        ...annotations,
      },
    },
    spec: { owner, system: 'shop' },
    relations: [
      { type: 'ownedBy', targetRef: owner },
      { type: 'partOf', targetRef: 'system:default/shop' },
    ],
  };
}

const system: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'System',
  metadata: { name: 'shop', namespace: 'default' },
  spec: { owner: 'group:default/team-web' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/team-web' }],
};
const chart = {
  'helm-release/chart': 'web',
  'helm-release/repository': 'platform',
  'helm-release/version': '1.2.3',
};
const ref = { cluster: 'nonprod', namespace: 'shop-dev', name: 'storefront' };

// Starting PostgreSQL counts into its first test.
jest.setTimeout(60_000);

const databases = openDatabases();
afterAll(() => databases.close());

async function setupOn(dialect: Dialect, entities: Entity[]) {
  const knex = await databases.create(dialect);
  const files = new Map<string, string>();
  const reads: string[] = [];
  const away = { is: false };
  const table = new DeclarationTable(knex);
  const catalog = catalogServiceMock({ entities: [...entities, system] });
  let time = 1_000;
  const options = {
    config,
    table,
    catalog,
    auth: mockServices.auth(),
    digester: createDigester(Buffer.from('key')),
    cluster: {
      source: async () => undefined,
      configMap: async () => undefined,
    },
    readVersions: async () => undefined,
    now: () => time++,
    urlReader: mockServices.urlReader.mock({
      readUrl: async (url, given) => {
        reads.push(url);
        const text = files.get(url);
        if (away.is) {
          throw new Error('connect ECONNREFUSED');
        }
        if (text === undefined) {
          throw new NotFoundError(url);
        }
        if (given?.etag === text) {
          throw new NotModifiedError();
        }
        return { buffer: async () => Buffer.from(text), etag: text };
      },
    }),
  };
  const schema: { text?: string } = {};
  const charts = {
    known: () =>
      (schema.text !== undefined && { schema: schema.text }) || undefined,
    fetch: async () => {
      throw new Error('connect ECONNREFUSED');
    },
  };
  const writer = new DeclarationWriter({
    ...options,
    schemas: createChartSchemas({ charts, now: () => 0 }),
  });
  const store = new DefaultDeclarationStore({ ...options, writer });
  const poller = new DeclarationPoller({
    ...options,
    writer,
    logger: mockServices.logger.mock(),
  });
  return { store, poller, writer, files, reads, away, knex, schema };
}

describe.each(dialects)('declarations in %s', dialect => {
  const setup = (entities: Entity[]) => setupOn(dialect, entities);

  it('takes only an entity without any annotation for one that is gone', async () => {
    const { store } = await setup([
      component('storefront', chart),
      component('elsewhere', { ...chart, 'helm-release/environments': 'qa' }),
      component('misspelt', { 'helm-release/chrat': 'web' }),
      component('bare', {}),
    ]);
    const isUndeclared = (name: string) =>
      store.isUndeclared(`component:default/${name}`);
    expect(await isUndeclared('storefront')).toBe(false);
    expect(await isUndeclared('elsewhere')).toBe(false);
    expect(await isUndeclared('misspelt')).toBe(false);
    expect(await isUndeclared('bare')).toBe(true);
    expect(await isUndeclared('absent')).toBe(true);
  });

  it('layers values and names the release in each environment', async () => {
    const { store, poller, files } = await setup([
      component('storefront', {
        ...chart,
        'helm-release/values': 'values/base.yaml',
        'helm-release/values.prod': 'replicas: 3',
      }),
    ]);
    files.set(
      `${base}/values/base.yaml`,
      'replicas: 1\nfrom: file\nflag: yes\n',
    );
    await poller.poll();
    const [dev, prod] = await store.ofEntity('component:default/storefront');
    expect(dev).toMatchObject({
      environment: 'dev',
      release: ref,
      owner: 'group:default/team-web',
      chart: { repository: 'platform', name: 'web', version: '1.2.3' },
      values: { replicas: 1, from: 'file', tier: 'nonprod', flag: true },
      problems: [],
      sources: [
        { url: `${base}/catalog-info.yaml` },
        { url: `${base}/values/base.yaml` },
      ],
    });
    expect(dev.layers.map(layer => layer.name)).toEqual([
      'helm.values',
      'environment',
      'values',
    ]);
    expect(prod.values).toMatchObject({ replicas: 3 });
    expect(prod.digest).not.toBe(dev.digest);
    await expect(store.ofRelease(ref)).resolves.toHaveLength(1);
  });

  it('12. keeps no secret in its rows, but gives it to a plan', async () => {
    const { store, poller, knex } = await setup([
      component('storefront', {
        ...chart,
        'helm-release/values': 'db:\n  password: hunter2\n',
      }),
    ]);
    await poller.poll();
    const rows = JSON.stringify(await knex('helm_declarations').select());
    expect(rows).not.toContain('hunter2');
    const resolved = await store.resolve(
      'component:default/storefront',
      'dev',
      ref,
    );
    expect(resolved.values).toMatchObject({ db: { password: 'hunter2' } });
    expect(resolved.digest).toBe((await store.ofRelease(ref))[0].digest);
  });

  it('12. hides what only the schema of the chart marks, as soon as it is known', async () => {
    const { store, poller, knex, schema } = await setup([
      component('storefront', {
        ...chart,
        'helm-release/values': 'pin: hunter2\nhost: db\n',
      }),
    ]);
    await poller.poll();
    const [before] = await store.ofRelease(ref);
    expect(before.values).toMatchObject({ pin: 'hunter2' });
    schema.text = '{"properties":{"pin":{"writeOnly":true}}}';
    await poller.poll();
    const rows = JSON.stringify(await knex('helm_declarations').select());
    expect(rows).not.toContain('hunter2');
    const [after] = await store.ofRelease(ref);
    expect(after.values).toMatchObject({ host: 'db' });
    expect(after.valuesDigest).toBe(before.valuesDigest);
  });

  it('reads files again only when they changed', async () => {
    const { store, poller, files, reads } = await setup([
      component('storefront', { ...chart, 'helm-release/values': 'v.yaml' }),
    ]);
    files.set(`${base}/v.yaml`, 'a: 1');
    await poller.poll();
    const [first] = await store.ofRelease(ref);
    await poller.poll();
    const [second] = await store.ofRelease(ref);
    expect(reads.filter(url => url.endsWith('v.yaml'))).toHaveLength(2);
    expect(second.digest).toBe(first.digest);
    expect(second.readAt > first.readAt).toBe(true);
    files.set(`${base}/v.yaml`, 'a: 2');
    await store.refresh('component:default/storefront');
    expect((await store.ofRelease(ref))[0].values).toMatchObject({ a: 2 });
  });

  it('keeps the last good snapshot with the reason while the host is away', async () => {
    const { store, poller, files, away } = await setup([
      component('storefront', { ...chart, 'helm-release/values': 'v.yaml' }),
    ]);
    files.set(`${base}/v.yaml`, 'a: 1');
    await poller.poll();
    away.is = true;
    await poller.poll();
    const [kept] = await store.ofRelease(ref);
    expect(kept).toMatchObject({
      values: { a: 1 },
      problems: [],
      staleBecause: expect.stringContaining('ECONNREFUSED'),
    });
    away.is = false;
    await poller.poll();
    expect((await store.ofRelease(ref))[0].staleBecause).toBeUndefined();
  });

  it('keeps no right by a file that can not be read', async () => {
    const annotations = { ...chart, 'helm-release/values': 'v.yaml' };
    const { store, writer, files, away } = await setup([]);
    files.set(`${base}/v.yaml`, 'a: 1');
    const web = 'group:default/team-web';
    await writer.read(component('storefront', annotations), web);
    expect(await store.ofRelease(ref)).toMatchObject([{ owner: web }]);
    away.is = true;
    const other = 'group:default/other';
    await writer.read(component('storefront', annotations, other), web);
    expect(await store.ofRelease(ref)).toEqual([]);
    expect(await store.ofEntity('component:default/storefront')).toMatchObject([
      { owner: other },
      { owner: other },
    ]);
  });

  it('never lets one broken entity hide the others', async () => {
    const { store, poller } = await setup([
      component('broken', { ...chart, 'helm-release/values': 'missing.yaml' }),
      component('typo', { ...chart, 'helm-release/vresion': '1' }),
      component('storefront', chart),
    ]);
    await poller.poll();
    const [broken] = await store.ofEntity('component:default/broken');
    expect(broken.problems).toEqual([
      expect.objectContaining({ code: 'FILE_UNREADABLE' }),
    ]);
    expect((await store.entity('component:default/typo'))?.problems).toEqual([
      expect.objectContaining({ code: 'ANNOTATION_UNKNOWN_KEY' }),
    ]);
    expect(await store.ofRelease(ref)).toHaveLength(1);
  });

  it("20. gives no namespace of another team's System", async () => {
    const { store, poller } = await setup([
      component('thief', chart, 'group:default/other'),
    ]);
    await poller.poll();
    const [declaration] = await store.ofEntity('component:default/thief');
    expect(declaration.release).toBeUndefined();
    expect(declaration.problems[0]).toMatchObject({
      code: 'NAMESPACE_NOT_GRANTED',
    });
    await expect(
      store.resolve('component:default/thief', 'dev', {
        ...ref,
        name: 'thief',
      }),
    ).rejects.toMatchObject({ code: 'NAMESPACE_NOT_GRANTED' });
  });

  it('forgets an entity that declares nothing any more', async () => {
    const { store, poller, writer, knex } = await setup([
      component('storefront', chart),
    ]);
    await poller.poll();
    const other = new DeclarationPoller({
      config,
      catalog: catalogServiceMock({ entities: [system] }),
      auth: mockServices.auth(),
      writer,
      table: new DeclarationTable(knex),
      logger: mockServices.logger.mock(),
    });
    await other.poll();
    expect(await store.all()).toEqual([]);
    await expect(
      store.resolve('component:default/none', 'dev', ref),
    ).rejects.toMatchObject({ code: 'NOT_DECLARED' });
  });

  it('lets two replicas read the same entity at once', async () => {
    const { writer, store } = await setup([]);
    const entity = component('storefront', chart);
    const owner = 'group:default/team-web';
    await Promise.all([
      writer.read(entity, owner),
      writer.read(entity, owner),
      writer.read(entity, owner),
    ]);
    expect(await store.ofRelease(ref)).toHaveLength(1);
  });
});

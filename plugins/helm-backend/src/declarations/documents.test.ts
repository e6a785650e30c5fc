import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import { NotFoundError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  HelmError,
  type SourceDocument,
} from '@backstage-helm/plugin-helm-common';
import { readHelmConfig } from '../config/readHelmConfig';
import {
  dialects,
  openDatabases,
  type Dialect,
} from '../database/__testUtils__/openDatabases';
import { createDigester } from '../digest/createDigester';
import { DeclarationTable } from './DeclarationTable';
import { DeclarationWriter } from './DeclarationWriter';
import { DefaultDeclarationStore } from './DefaultDeclarationStore';

// Starting PostgreSQL counts into its first test.
jest.setTimeout(120_000);

const base = 'https://git.example.com/acme/shop/raw/branch/main';
const REF = 'component:default/shop';
const config = readHelmConfig(
  new ConfigReader({
    helm: {
      repositories: [
        { name: 'platform', url: 'https://charts.example.com' },
        { name: 'partner', url: 'https://partner.example.com' },
      ],
      values: { from: 'helm' },
      environments: ['dev', 'prod'].map(name => ({
        name,
        aliases: name === 'dev' ? ['development'] : [],
        default: name === 'dev',
        cluster: name,
        connection: { server: 'https://127.0.0.1:1', token: 'x' },
        namespace: `shop-${name}`,
        namespaces: [{ match: `shop-${name}` }, { match: 'apps' }],
        repositories: name === 'dev' ? undefined : ['platform'],
        values: { from: 'environment' },
      })),
    },
  }),
);

function entity(annotations: Record<string, string> = {}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'shop',
      namespace: 'default',
      annotations: {
        'backstage.io/managed-by-location': `url:${base}/catalog-info.yaml`,
        'helm-release/file': 'a.yaml',
        ...annotations,
      },
    },
    spec: { owner: 'team-web' },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/team-web' }],
  };
}

const repository = (name: string, url: string) => `---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: {name: ${name}}
spec: {url: '${url}'}
`;
const flux = (name: string, more = '', chart = '') => `---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: ${name}}
spec:
  interval: 5m
  chart: {spec: {chart: web, version: 1.2.3, sourceRef: {kind: HelmRepository, name: platform}${chart}}}
${more}`;

const databases = openDatabases();
afterAll(() => databases.close());

async function setupOn(dialect: Dialect, given: Entity = entity()) {
  const knex = await databases.create(dialect);
  const files = new Map<string, string>();
  const world = {
    entity: given,
    files,
    away: false,
    clusterAway: false,
    forbidden: false,
    asked: [] as string[],
    sources: new Map<string, SourceDocument>(),
    configMaps: new Map<string, Record<string, string>>(),
    versions: ['1.10.0', '1.9.1', '2.0.0', '2.1.0-rc.1'] as
      | string[]
      | undefined,
  };
  const unlessAway = () => {
    if (world.clusterAway) {
      throw new HelmError({
        code: 'CLUSTER_UNREACHABLE',
        message: 'Cluster dev does not answer.',
      });
    }
  };
  const catalog = catalogServiceMock({ entities: [] });
  catalog.getEntityByRef = async () => world.entity;
  const options = {
    config,
    table: new DeclarationTable(knex),
    catalog,
    auth: mockServices.auth(),
    digester: createDigester(Buffer.from('key')),
    schemas: { read: async () => undefined },
    now: () => 1_000,
    cluster: {
      source: async (
        environment: string,
        { kind, namespace, name }: Record<string, any>,
      ) => {
        unlessAway();
        return world.sources.get(`${environment} ${kind} ${namespace}/${name}`);
      },
      configMap: async (_: string, namespace: string, name: string) => {
        unlessAway();
        world.asked.push(`${namespace}/${name}`);
        if (world.forbidden) {
          throw new HelmError({ code: 'CLUSTER_FORBIDDEN', message: 'no' });
        }
        return world.configMaps.get(`${namespace}/${name}`);
      },
    },
    readVersions: async () => world.versions,
    urlReader: mockServices.urlReader.mock({
      readUrl: async url => {
        const text = files.get(url.slice(base.length + 1));
        if (world.away) {
          throw new Error('connect ECONNREFUSED');
        }
        if (text === undefined) {
          throw new NotFoundError(url);
        }
        return { buffer: async () => Buffer.from(text), etag: `tag ${text}` };
      },
    }),
  };
  const writer = new DeclarationWriter(options);
  const store = new DefaultDeclarationStore({ ...options, writer });
  /** Writes the files, reads again and gives what is declared. */
  const read = async (texts: Record<string, string> = {}, commit?: string) => {
    Object.entries(texts).forEach(([path, text]) => files.set(path, text));
    return store.refresh(REF, { commit });
  };
  return Object.assign(world, { knex, store, read });
}

describe.each(dialects)('documents in %s', dialect => {
  it('declares a release for each document of all files', async () => {
    const { read, store } = await setupOn(
      dialect,
      entity({ 'helm-release/file': 'a.yaml, b/c.yaml' }),
    );
    const [db, web] = await read({
      'a.yaml': flux('web', '  dependsOn: [{name: db}]\n', ''),
      'b/c.yaml': `${repository(
        'platform',
        'https://partner.example.com/',
      )}${flux('db')}`,
    });
    expect(web).toMatchObject({
      release: { cluster: 'dev', namespace: 'shop-dev', name: 'web' },
      // The files' own source comes before the configured name.
      chart: { repository: 'partner', name: 'web', version: '1.2.3' },
      document: { format: 'flux-v2', name: 'web', url: `${base}/a.yaml` },
      dependsOn: [{ name: 'db', release: db.release, entityRef: REF }],
      problems: [],
    });
    expect(db.sources.map(({ url }) => url)).toEqual([
      `${base}/catalog-info.yaml`,
      `${base}/b/c.yaml`,
    ]);
    expect(await store.resolve(REF, 'dev', db.release!)).toMatchObject({
      document: { name: 'db' },
    });
    expect(await store.resolve(REF, 'dev', web.release!)).toMatchObject({
      document: { name: 'web' },
    });
    await expect(
      store.resolve(REF, 'dev', { ...web.release!, name: 'other' }),
    ).rejects.toMatchObject({ code: 'NOT_DECLARED' });
  });

  it('finds sources in the cluster, then by the configured name', async () => {
    const { read, sources } = await setupOn(dialect);
    const texts = { 'a.yaml': flux('web') };
    expect((await read(texts))[0].chart?.repository).toBe('platform');
    const source = {
      kind: 'HelmRepository',
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      name: 'platform',
      namespace: 'shop-dev',
      at: '',
      problems: [],
    };
    const key = 'dev HelmRepository shop-dev/platform';
    const inNamespace = flux('web').replace(
      'metadata: {name: web}',
      'metadata: {name: web, namespace: shop-dev}',
    );
    sources.set(key, { ...source, url: 'https://partner.example.com' });
    expect((await read({ 'a.yaml': inNamespace }))[0].chart?.repository).toBe(
      'partner',
    );
    sources.set(key, { ...source, url: 'https://other.example.com' });
    expect((await read())[0].problems).toMatchObject([
      { code: 'REPOSITORY_NOT_ALLOWED' },
    ]);
    // Of a namespace that is neither the release's nor the document's.
    sources.set('dev HelmRepository other/hidden', {
      ...source,
      name: 'hidden',
      namespace: 'other',
      url: 'https://other.example.com',
    });
    const elsewhere = inNamespace.replace(
      'name: platform}',
      'name: hidden, namespace: other}',
    );
    expect((await read({ 'a.yaml': elsewhere }))[0].problems).toMatchObject([
      { code: 'SOURCE_UNRESOLVED' },
    ]);
    const unknown = flux('web').replace('name: platform', 'name: nowhere');
    expect((await read({ 'a.yaml': unknown }))[0].problems).toMatchObject([
      { code: 'SOURCE_UNRESOLVED', wayOut: expect.stringMatching(/platform/) },
    ]);
  });

  it('proposes the newest match of a range, where versions can be had', async () => {
    const world = await setupOn(dialect);
    const ranged = (range: string) => ({
      'a.yaml': flux('web').replace('1.2.3', `'${range}'`),
    });
    const problem = async (range: string) =>
      (await world.read(ranged(range)))[0].problems[0];
    expect(await problem('1.x')).toMatchObject({
      code: 'VERSION_NOT_EXACT',
      suggestion: { version: '1.10.0' },
      wayOut: 'Pin the newest match: 1.10.0.',
    });
    expect((await problem('*')).suggestion).toEqual({ version: '2.0.0' });
    expect((await problem('3.x')).suggestion).toBeUndefined();
    world.versions = undefined;
    expect((await problem('1.x')).suggestion).toBeUndefined();
  });

  it('reads ConfigMaps into layers, and of Secrets only the place', async () => {
    const world = await setupOn(
      dialect,
      entity({ 'helm-release/values': '{from: annotation}' }),
    );
    const texts = {
      'a.yaml': flux(
        'web',
        `  valuesFrom:
    - {kind: ConfigMap, name: settings, valuesKey: path, targetPath: deep.path}
    - {kind: ConfigMap, name: settings}
    - {kind: ConfigMap, name: absent, optional: true}
    - {kind: Secret, name: login, valuesKey: password, targetPath: deep.password}
  values: {from: document, own: 1, deep: {path: document}}
`,
      ),
    };
    expect((await world.read(texts))[0].problems[0]).toMatchObject({
      code: 'VALUES_SOURCE_UNREADABLE',
      message: 'There is no ConfigMap shop-dev/settings in dev.',
    });
    world.configMaps.set('shop-dev/settings', {
      path: 'set',
      'values.yaml': 'from: map\nmap: 2',
    });
    const [declared] = await world.read();
    expect(declared.problems).toEqual([]);
    expect(declared.values).toEqual({
      from: 'annotation',
      own: 1,
      map: 2,
      deep: { path: 'set' },
    });
    expect(declared.layers.map(({ name, source }) => source ?? name)).toEqual([
      'helm.values',
      'environment',
      'ConfigMap shop-dev/settings values.yaml',
      `${base}/a.yaml`,
      'ConfigMap shop-dev/settings path',
      'Secret shop-dev/login password',
      'helm-release/values',
    ]);
    expect(declared.secretValues).toMatchObject([
      { name: 'login', key: 'password', targetPath: 'deep.password' },
    ]);
    // Another Secret is another declaration.
    const [renamed] = await world.read({
      'a.yaml': texts['a.yaml'].replace('name: login', 'name: login2'),
    });
    expect(renamed.values).toEqual(declared.values);
    expect(renamed.valuesDigest).not.toBe(declared.valuesDigest);
    world.forbidden = true;
    expect((await world.read(texts))[0].problems[0]).toMatchObject({
      code: 'VALUES_SOURCE_UNREADABLE',
      wayOut: expect.stringMatching(/"get" on configmaps in shop-dev/),
    });
  });

  it('asks for a ConfigMap once, and reads no more of a file than it can bear', async () => {
    const world = await setupOn(dialect);
    const references = (count: number, more = '') =>
      `  valuesFrom: [${Array(count)
        .fill(`{kind: ConfigMap, name: settings${more}}`)
        .join(', ')}]\n`;
    const problemsOf = async (text: string) =>
      (await world.read({ 'a.yaml': text })).flatMap(each => each.problems);
    world.configMaps.set('shop-dev/settings', { 'values.yaml': 'a: 1' });
    expect(await problemsOf(flux('web', references(50)))).toEqual([]);
    expect(world.asked).toEqual(['shop-dev/settings']);
    expect(await problemsOf(flux('web', references(51)))).toMatchObject([
      {
        code: 'DOCUMENT_INVALID',
        message: expect.stringContaining('51 entries'),
      },
    ]);
    expect(
      await problemsOf(flux('web', references(1, ', targetPath: "a[1001]"'))),
    ).toMatchObject([{ code: 'DOCUMENT_INVALID' }]);
    // Whole lists in each layer: small in the file, huge in the row.
    world.configMaps.set('shop-dev/settings', {
      'values.yaml': `list: [${'x'.repeat(200_000)}]`,
    });
    expect(
      await problemsOf(
        flux('web', references(40, ', targetPath: "list[900]"')).replace(
          'valuesFrom: [',
          'valuesFrom: [{kind: ConfigMap, name: settings}, ',
        ),
      ),
    ).toMatchObject([{ code: 'FILE_TOO_LARGE' }]);
    const [{ layers }] = await world.store.ofEntity(REF);
    expect(JSON.stringify(layers).length).toBeLessThan(1000);
  });

  it('reads a hundred documents of an entity', async () => {
    const world = await setupOn(
      dialect,
      entity({ 'helm-release/file': 'a.yaml, b.yaml, c.yaml' }),
    );
    const file = (from: string) =>
      Array.from({ length: 40 }, (_, at) => flux(`${from}-${at}`)).join('');
    const declared = await world.read({
      'a.yaml': file('a'),
      'b.yaml': file('b'),
      'c.yaml': file('c'),
    });
    expect(declared.filter(({ release }) => release)).toHaveLength(100);
    expect(declared.flatMap(({ problems }) => problems)).toMatchObject([
      { code: 'FILE_TOO_LARGE', field: 'helm-release/file' },
    ]);
  });

  it('keeps each release while its files or its cluster are away', async () => {
    const world = await setupOn(dialect);
    const texts = {
      'a.yaml': `${flux('web')}${flux('db')}`,
    };
    const [db, web] = await world.read(texts);
    world.away = true;
    const kept = await world.read();
    expect(kept).toMatchObject([
      { release: db.release, digest: db.digest },
      { release: web.release, digest: web.digest },
    ]);
    expect(kept[0].staleBecause).toMatch(/ECONNREFUSED/);
    // Not where it may not be any more.
    world.entity = entity({ 'helm-release/namespace': 'apps' });
    expect((await world.read()).map(({ release }) => release)).toEqual([
      undefined,
    ]);
    world.entity = entity();
    world.away = false;
    await world.read();
    world.clusterAway = true;
    expect((await world.read()).map(each => each.staleBecause)).toEqual([
      'Cluster dev does not answer.',
      'Cluster dev does not answer.',
    ]);
    world.clusterAway = false;
    expect(
      (await world.read()).map(({ staleBecause }) => staleBecause),
    ).toEqual([undefined, undefined]);
  });

  it('names the commit, else the tag of the file, while nothing changes', async () => {
    const { read } = await setupOn(dialect);
    const text = flux('web');
    expect((await read({ 'a.yaml': text }))[0].revision).toBe(`tag ${text}`);
    expect((await read({}, 'abc1234'))[0].revision).toBe(`tag ${text}`);
    const changed = { 'a.yaml': text.replace('1.2.3', '1.2.4') };
    expect((await read(changed, 'abc1234'))[0].revision).toBe('abc1234');
    expect((await read())[0].revision).toBe('abc1234');
  });

  it('blames both documents that name one release, and keeps one row', async () => {
    const { read, store } = await setupOn(dialect);
    const declared = await read({
      'a.yaml': `${flux('web')}${flux('web')}`,
    });
    expect(declared).toMatchObject([
      { problems: [{ code: 'DOCUMENT_INVALID' }] },
    ]);
    await expect(
      store.resolve(REF, 'dev', declared[0].release!),
    ).rejects.toMatchObject({ code: 'DOCUMENT_INVALID' });
  });

  it('shows a broken file beside what the others declare', async () => {
    const { read } = await setupOn(
      dialect,
      entity({ 'helm-release/file': 'a.yaml, broken.yaml' }),
    );
    const declared = await read({
      'a.yaml': flux('web'),
      'broken.yaml': 'a: [',
    });
    expect(declared.map(({ release }) => release?.name).sort()).toEqual([
      'web',
      undefined,
    ]);
    expect(
      declared.find(({ release }) => !release)?.problems[0].code,
    ).toBeDefined();
  });

  it('takes documents for an environment by its alias only there', async () => {
    const { read } = await setupOn(
      dialect,
      entity({ 'helm-release/environments': 'dev, prod' }),
    );
    const planton = `
apiVersion: kubernetes.project-planton.org/v1
kind: HelmRelease
metadata: {name: web, env: development}
spec:
  namespace: apps
  repo: https://charts.example.com
  name: web
  version: 1.2.3
  values: {a.b: '1'}
`;
    const [dev, prod] = await read({ 'a.yaml': planton });
    expect(dev).toMatchObject({
      environment: 'dev',
      release: { namespace: 'apps', name: 'web' },
      values: { a: { b: '1' } },
      problems: [],
    });
    expect(prod).toMatchObject({
      environment: 'prod',
      problems: [{ message: 'No document is for prod, only for development.' }],
    });
    expect(prod.release).toBeUndefined();
  });
});

import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  entityReleasesSchema,
  helmReleasePermissions,
  releaseListSchema,
  type Operation,
  type ReleaseRef,
  type Revision,
} from '@backstage-helm/plugin-helm-common';
import { anEnvironment } from '../config/__testUtils__/anEnvironment';
import type { HelmConfig } from '../config/HelmConfig';
import type { Declaration } from '../declarations/Declaration';
import {
  memoryKnowledge,
  type MemoryWorld,
} from './__testUtils__/memoryKnowledge';
import { createStatusReader } from '../sync/createStatusReader';
import { PublishedVersions } from './publishedVersions';
import { ReleaseLister } from './ReleaseLister';
import { RevisionRecords } from './RevisionRecords';
import { TargetAssembler } from './TargetAssembler';

const user = mockCredentials.user();
const STOREFRONT = 'component:default/storefront';
const dev: ReleaseRef = {
  cluster: 'nonprod',
  namespace: 'shop-dev',
  name: 'storefront',
};
const prod: ReleaseRef = { ...dev, cluster: 'prod', namespace: 'shop-prod' };

const environment = (name: string, order: number, cluster: string) =>
  anEnvironment({
    name,
    title: name,
    order,
    cluster,
    promoteFrom: name === 'prod' ? 'dev' : undefined,
    namespaces: [{ match: `{system}-${name}` }],
  });
const config = {
  environments: [
    environment('dev', 0, 'nonprod'),
    environment('prod', 1, 'prod'),
  ],
  permissionsEnabled: true,
  dangerouslyAllowWithoutPermissions: false,
} as unknown as HelmConfig;

const revision = (version: string, more: Partial<Revision> = {}): Revision => ({
  revision: 1,
  status: 'deployed',
  chartName: 'web',
  chartVersion: version,
  description: '',
  updatedAt: '2026-11-21T00:59:00.000Z',
  ...more,
});
const declaration = (
  release: ReleaseRef | undefined,
  more: Partial<Declaration> = {},
): Declaration => ({
  entityRef: STOREFRONT,
  owner: 'group:default/team-web',
  environment: release?.cluster === 'prod' ? 'prod' : 'dev',
  release,
  chart: { repository: 'platform', name: 'web', version: '1.2.0' },
  layers: [],
  values: {},
  digest: 'd',
  valuesDigest: 'same',
  wait: true,
  timeoutSeconds: 300,
  rollbackOnFailure: true,
  createNamespace: false,
  sources: [],
  problems: [],
  readAt: '2026-11-21T01:00:00.000Z',
  ...more,
});
const binding = (release: ReleaseRef, entityRef = STOREFRONT) => ({
  release,
  entityRef,
  environment: 'dev',
  by: 'user:default/ana',
  at: '',
});

function views(given: Partial<MemoryWorld>, unreadable: ReleaseRef[] = []) {
  const knowledge = memoryKnowledge({
    deployed: [],
    declared: [],
    bound: [],
    overrides: [],
    active: [],
    last: [],
    away: [],
    ...given,
  });
  const now = () => Date.parse('2026-11-21T01:04:00.000Z');
  const mayRead = (ref: ReleaseRef) => !unreadable.includes(ref);
  const shared = {
    config,
    knowledge,
    valuesDigest: (values: object) =>
      Object.keys(values).length ? JSON.stringify(values) : 'same',
    now,
    startedAt: 0,
  };
  return {
    assembler: new TargetAssembler({
      ...shared,
      readSync: createStatusReader(shared),
      authorizer: {
        held: async (_, ref) =>
          new Set(
            mayRead(ref) ? helmReleasePermissions.map(({ name }) => name) : [],
          ),
      },
      records: new RevisionRecords(knowledge),
      published: new PublishedVersions({
        logger: mockServices.logger.mock(),
        now,
        charts: {
          versions: async () =>
            ['1.0.0', '1.1.0', '1.2.0', '1.3.0'].map(version => ({
              version,
              appVersion: `app-${version}`,
              deprecated: false,
              isPrerelease: false,
            })),
        },
      }),
    }),
    lister: new ReleaseLister({
      ...shared,
      authorizer: {
        filter: async (_: unknown, __: unknown, rows: any[], toRef: any) =>
          rows.filter(row => mayRead(toRef(row))),
      } as any,
      records: new RevisionRecords(knowledge),
    }),
  };
}

describe('TargetAssembler', () => {
  async function cards(given: Partial<MemoryWorld>, unreadable?: ReleaseRef[]) {
    const { assembler } = views(given, unreadable);
    const targets = await assembler.ofEntity(STOREFRONT, user);
    return entityReleasesSchema.parse({
      entityRef: STOREFRONT,
      targets,
      problems: [],
      durable: true,
    }).targets;
  }

  it('tells what is newer and how far prod is behind', async () => {
    const [first, second] = await cards({
      declared: [declaration(dev), declaration(prod)],
      bound: [binding(dev), binding(prod)],
      deployed: [
        { ref: dev, latest: revision('1.2.0'), valuesDigest: 'same' },
        { ref: prod, latest: revision('1.0.0'), valuesDigest: 'same' },
      ],
    });
    expect(first).toMatchObject({
      headline: { state: 'InSync' },
      newerVersion: '1.3.0',
      declared: { version: '1.2.0', appVersion: 'app-1.2.0' },
      state: { owner: { kind: 'portal', name: STOREFRONT } },
    });
    expect(second).toMatchObject({
      headline: { state: 'OutOfSync' },
      behind: { environment: 'dev', versions: 2 },
    });
  });

  it('has a card for each release of an environment, and hides what may not be seen', async () => {
    const queue: ReleaseRef = { ...dev, name: 'queue' };
    const web = declaration(dev, {
      document: { format: 'flux-v2', name: 'web', url: 'https://x/a.yaml' },
      dependsOn: [
        {
          name: 'queue',
          field: 'f',
          release: queue,
          entityRef: 'component:default/queue',
        },
      ],
      warnings: [{ code: 'NOT_HONOURED', message: 'No tests are run.' }],
    });
    const declared = [
      web,
      declaration({ ...dev, name: 'other' }),
      declaration(prod),
    ];
    const deployed = [
      { ref: dev, latest: revision('1.2.0'), valuesDigest: 'same' },
      { ref: prod, latest: revision('1.0.0'), valuesDigest: 'same' },
    ];
    const seen = await cards({ declared, deployed, bound: [binding(dev)] });
    expect(
      seen.map(({ environment: { name }, release }) => [name, release?.name]),
    ).toEqual([
      ['dev', 'storefront'],
      ['dev', 'other'],
      ['prod', 'storefront'],
    ]);
    expect(seen[0]).toMatchObject({
      declared: {
        document: { name: 'web' },
        dependsOn: [{ name: 'queue', release: queue }],
      },
      warnings: [{ code: 'NOT_HONOURED' }],
    });
    // Behind the release of the same name, not behind any other one.
    expect(seen[2].behind).toMatchObject({ environment: 'dev' });
    const [unseen] = await cards({ declared, deployed }, [queue]);
    expect(unseen.declared?.dependsOn).toEqual([{ name: 'queue' }]);
    expect(unseen.warnings).toMatchObject([
      { code: 'NOT_HONOURED' },
      { code: 'DEPENDENCY_UNKNOWN' },
    ]);
  });

  it('counts an override as wanted, and lists its keys without values', async () => {
    const [card] = await cards({
      declared: [declaration(dev)],
      bound: [binding(dev)],
      overrides: [
        {
          id: 'o',
          release: dev,
          version: '1.1.0',
          patch: { replicaCount: 2 },
          baseDigest: 'd',
          by: 'user:default/ana',
          at: '2026-11-21T01:00:00.000Z',
        },
      ],
      deployed: [
        {
          ref: dev,
          latest: revision('1.1.0'),
          valuesDigest: '{"replicaCount":2}',
        },
      ],
    });
    expect(card.headline.state).toBe('InSync');
    expect(card.override).toMatchObject({ keys: ['replicaCount'] });
  });

  it('keeps last data of a cluster that is away, with actions off', async () => {
    const [card] = await cards({
      declared: [declaration(dev)],
      bound: [binding(dev)],
      deployed: [{ ref: dev, latest: revision('1.2.0'), valuesDigest: 'same' }],
      away: ['dev'],
    });
    expect(card).toMatchObject({
      stale: true,
      deployed: { chartVersion: '1.2.0' },
      headline: { reason: 'Cluster nonprod has not answered for 4 min' },
    });
    const changing = card.actions.filter(
      ({ action }) => !['refresh', 'view-operation'].includes(action),
    );
    expect(changing.every(({ allowed }) => !allowed)).toBe(true);
  });

  it('shows a conflict on both sides, and an orphan to its owner', async () => {
    const other = 'component:default/other';
    const [conflict, orphan] = await cards({
      declared: [declaration(dev), declaration(dev, { entityRef: other })],
      bound: [binding(dev, other), binding(prod)],
      deployed: [{ ref: prod, latest: revision('1.2.0'), valuesDigest: 'x' }],
    });
    expect(conflict.headline).toMatchObject({
      state: 'Conflict',
      reason: `${other} owns this release`,
    });
    expect(orphan.headline.state).toBe('Orphaned');
  });

  it('says who may not see, and what is broken, on its own card only', async () => {
    const problem = {
      code: 'VERSION_NOT_EXACT' as const,
      message: 'A range is not a version.',
    };
    const [broken, denied] = await cards(
      {
        declared: [
          declaration(undefined, { problems: [problem] }),
          declaration(prod),
        ],
      },
      [prod],
    );
    expect(broken).toMatchObject({
      problems: [problem],
      headline: { tone: 'err', reason: 'A range is not a version.' },
    });
    expect(denied).toMatchObject({
      problems: [{ code: 'NOT_ALLOWED' }],
      actions: [],
    });
    expect(denied.release).toBeUndefined();
    expect(denied.declared).toBeUndefined();
  });
});

describe('ReleaseLister', () => {
  const running = {
    id: 'op',
    kind: 'upgrade',
    status: 'running',
    release: prod,
  } as Operation;
  const world: Partial<MemoryWorld> = {
    declared: [declaration(dev), declaration(prod)],
    deployed: [
      { ref: dev, latest: revision('1.2.0'), valuesDigest: 'same' },
      {
        ref: prod,
        latest: revision('1.0.0', { operationId: 'before' }),
        valuesDigest: 'same',
      },
      {
        ref: { ...dev, name: 'found' },
        latest: revision('9.0.0', { chartName: 'other' }),
        valuesDigest: 'x',
      },
    ],
    active: [running],
    last: [
      {
        id: 'before',
        release: prod,
        requestedBy: 'user:default/ana',
        reason: 'SHOP-1',
      } as Operation,
    ],
  };
  const query = { sort: 'environment', limit: 50 } as const;

  async function list(more: object, unreadable?: ReleaseRef[]) {
    return releaseListSchema.parse(
      await views(world, unreadable).lister.list({ ...query, ...more }, user),
    );
  }
  const names = (found: { items: { release: ReleaseRef }[] }) =>
    found.items.map(({ release }) => `${release.namespace}/${release.name}`);

  it('lists by environment what is declared and what was found', async () => {
    const all = await list({});
    expect(names(all)).toEqual([
      'shop-dev/found',
      'shop-dev/storefront',
      'shop-prod/storefront',
    ]);
    expect(all.items[0].headline.state).toBe('Undeclared');
    expect(all.items[2].state.lifecycle).toBe('Progressing');
    expect(all.items[2].deployed).toMatchObject({
      by: 'user:default/ana',
      reason: 'SHOP-1',
    });
    expect(all.items[0].deployed?.by).toBeUndefined();
  });

  it('tells what each filter could be set to, the other ones given', async () => {
    expect((await list({})).facets).toEqual({
      owner: ['group:default/team-web'],
      system: [],
      chart: ['other', 'web'],
    });
    expect((await list({ chart: 'other' })).facets).toEqual({
      owner: [],
      system: [],
      chart: ['other', 'web'],
    });
    // Nothing of what may not be read.
    expect((await list({}, [dev, prod])).facets).toEqual({
      owner: [],
      system: [],
      chart: ['other'],
    });
  });

  it('filters and pages, and counts only what may be read', async () => {
    expect(names(await list({ chart: 'other' }))).toEqual(['shop-dev/found']);
    expect(names(await list({ q: 'STOREFRONT', environment: 'prod' }))).toEqual(
      ['shop-prod/storefront'],
    );
    expect(names(await list({ q: 'default/ana' }))).toEqual([
      'shop-prod/storefront',
    ]);
    expect(
      names(await list({ owner: 'group:default/x,Group:default/Team-Web' })),
    ).toHaveLength(2);
    const readable = await list({}, [prod]);
    expect(readable.total).toBe(2);
    let cursor: string | undefined;
    const seen: string[] = [];
    do {
      const page = await list({ limit: 1, sort: '-updated', cursor });
      seen.push(...names(page));
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(3);
    await expect(list({ cursor: 'x' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      field: 'cursor',
    });
  });
});

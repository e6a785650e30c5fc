import {
  chartDetailSchema,
  chartRepositoryListSchema,
  chartSchema,
  diffSchema,
  HelmError,
  planSchema,
} from '@backstage-helm/plugin-helm-common';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import request from 'supertest';
import {
  aWorld,
  configMap,
  planIn,
  release,
} from '../plans/__testUtils__/planningWorld';
import { createDiffView } from '../plans/createDiffView';
import { createChartsRouter } from './chartsRouter';
import { createDiffRouter } from './diffRouter';
import { createErrorMiddleware } from './errorMiddleware';
import { createPlansRouter } from './plansRouter';

const ref = 'nonprod/shop-dev/storefront';
const notFound = new HelmError(
  { code: 'NOT_FOUND', message: 'There is none.' },
  { status: 404 },
);

function serve(
  access: { reads?: boolean; values?: boolean; charts?: boolean } = {},
) {
  const { values = true, charts = true } = access;
  const world = aWorld({
    renders: [{ exitCode: 0, stdout: configMap('bye'), stderr: '' }],
  });
  const { planning, records } = planIn(world);
  const httpAuth = mockServices.httpAuth();
  const plans = {
    put: async () => undefined,
    get: async (id: string) => {
      const found = records.get(id);
      if (!found) {
        throw notFound;
      }
      return found;
    },
  };
  const authorizer = {
    async assert() {
      if (access.reads === false) {
        throw notFound;
      }
    },
    can: async () => values,
  };
  const chart = {
    repository: 'platform',
    name: 'web',
    version: '1.0.0',
    digest: 'sha256:0',
    path: '/secret/path',
    valuesYaml: 'a: 1\n',
    readme: '<script>alert(1)</script>',
    changes: ['fixed: x'],
    dependencies: [],
    usesLookup: false,
    usesRandom: false,
    hasRemoteSchema: false,
    storedBytes: 1,
  };
  const app = express();
  app.use(express.json());
  app.use(createPlansRouter({ planning, plans, authorizer, httpAuth }));
  app.use(
    createDiffRouter({
      diff: createDiffView({ diff: planning.diff, plans, authorizer }),
      httpAuth,
    }),
  );
  app.use(
    createChartsRouter({
      httpAuth,
      render: async () => ({ manifest: '', objects: [] }),
      permissions: {
        authorize: async () => [
          { result: charts ? AuthorizeResult.ALLOW : AuthorizeResult.DENY },
        ],
      },
      charts: {
        list: async () => [
          {
            repository: 'platform',
            kind: 'http',
            url: 'https://charts.example.com',
            charts: ['web'],
            listing: 'complete',
          },
        ],
        resolve: () => ({ name: 'platform', url: '', kind: 'http' }),
        versions: async () => [
          { version: '1.0.0', deprecated: false, isPrerelease: false },
        ],
        fetch: async () => chart,
      },
    }),
  );
  app.use(
    createErrorMiddleware({
      logger: mockServices.logger.mock(),
      redactText: text => text,
    }),
  );
  const as = (user: string) => mockCredentials.user.header(user);
  return {
    post: (body: object, user = 'user:default/ana') =>
      request(app).post('/plans').set('Authorization', as(user)).send(body),
    get: (url: string, user = 'user:default/ana') =>
      request(app).get(url).set('Authorization', as(user)),
    app,
  };
}

describe('plans, diff and charts routes', () => {
  it('makes a plan and gives it back', async () => {
    const { post, get } = serve();
    const made = await post({ release, kind: 'upgrade' });
    expect(made.status).toBe(201);
    const plan = planSchema.parse(made.body);
    const read = await get(`/plans/${plan.id}`, 'user:default/other');
    expect(read.body).toEqual(made.body);
    const diff = await get(
      `/diff?left=${ref}@deployed&right=plan:${plan.id}&of=manifest`,
    );
    expect(diffSchema.parse(diff.body).counts.changed).toBe(1);
  });

  it.each([
    [
      { release, kind: 'upgrade', entityRef: 'component:default/x' },
      'entityRef',
    ],
    [
      { release: { ...release, name: '--post-renderer' }, kind: 'upgrade' },
      'release.name',
    ],
    [{ release, kind: 'delete-everything' }, 'kind'],
    [{ release, kind: 'rollback', revision: -1 }, 'revision'],
    [{}, 'release'],
  ])('names the field of a bad request %#', async (body, field) => {
    const { status, body: answer } = await serve().post(body);
    expect(status).toBe(400);
    expect(answer.error).toMatchObject({ code: 'INPUT_INVALID', field });
  });

  it('an unreadable plan looks like none', async () => {
    const readable = serve();
    const { id } = (await readable.post({ release, kind: 'upgrade' })).body;
    expect((await readable.get('/plans/nope')).status).toBe(404);
    const closed = serve({ reads: false });
    expect((await closed.get(`/plans/${id}`)).status).toBe(404);
    expect(
      (await closed.get(`/diff?left=${ref}@1&right=${ref}@deployed&of=values`))
        .status,
    ).toBe(404);
  });

  it('a plan is gone for its maker too, once the release may not be read', async () => {
    const access = { reads: true };
    const { post, get } = serve(access);
    const { id } = (await post({ release, kind: 'upgrade' })).body;
    expect((await get(`/plans/${id}`)).status).toBe(200);
    access.reads = false;
    const { status, body } = await get(`/plans/${id}`);
    expect(status).toBe(404);
    expect(body.error).toMatchObject({ code: 'NOT_FOUND', field: 'plan' });
  });

  it('13. denies the values diff without values.read, in a sentence', async () => {
    const { post, get } = serve({ values: false });
    const { id } = (await post({ release, kind: 'upgrade' })).body;
    const { body } = await get(
      `/diff?left=${ref}@deployed&right=plan:${id}&of=values`,
    );
    expect(diffSchema.parse(body)).toMatchObject({
      entries: [],
      denied: expect.stringContaining('helm.release.values.read'),
    });
  });

  it.each([
    `/diff?left=x&right=${ref}@1&of=values`,
    `/diff?left=${ref}@1&right=${ref}@1&of=secrets`,
    `/diff?left=${ref}@1&of=values`,
  ])('refuses %s', async url => {
    const { status, body } = await serve().get(url);
    expect(status).toBe(400);
    expect(body.error.code).toBe('INPUT_INVALID');
  });

  it('shows charts, a README only as text', async () => {
    const { get } = serve();
    expect(
      chartSchema.parse((await get('/charts/platform/web')).body).versions,
    ).toHaveLength(1);
    const list = chartRepositoryListSchema.parse((await get('/charts')).body);
    expect(list.items).toMatchObject([{ charts: ['web'] }]);
    const detail = await get('/charts/platform/web/1.0.0');
    expect(chartDetailSchema.parse(detail.body).defaultValues).toBe('a: 1\n');
    expect(JSON.stringify(detail.body)).not.toContain('/secret/path');
    const readme = await get('/charts/platform/web/1.0.0/readme');
    expect(readme.headers['content-type']).toMatch(/^text\/plain/);
    expect(readme.headers['x-content-type-options']).toBe('nosniff');
    expect((await get('/charts/platform/web/1.0.0/schema')).status).toBe(404);
    expect((await get('/charts/platform/web/1.0.0/changelog')).body).toEqual({
      changes: ['fixed: x'],
    });
  });

  it('needs the permission for charts, and credentials for everything', async () => {
    const { get, app } = serve({ charts: false });
    expect((await get('/charts')).status).toBe(403);
    const { status, body } = await get('/charts/platform/web');
    expect(status).toBe(403);
    expect(body.error.message).toContain('helm.chart.read');
    expect(
      (await request(app).get('/plans/x').set('Cookie', 'a=b')).status,
    ).not.toBe(200);
  });
});

import { randomUUID } from 'node:crypto';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import {
  chartDetailSchema,
  clusterSummarySchema,
  entityReleasesSchema,
  environmentSummarySchema,
  historySchema,
  releaseDetailSchema,
  releaseListSchema,
  resourceListSchema,
  revisionDetailSchema,
} from '@backstage-helm/plugin-helm-common';
import {
  createHelmReleaseConditionalDecision,
  helmReleaseConditions,
} from '@backstage-helm/plugin-helm-node';
import request from 'supertest';
import { z } from 'zod';
import { problemResponseSchema } from '../openapi/routes';
import {
  ALLOW,
  component,
  DENY,
  startPortal,
  stateFile,
  until,
} from './__testUtils__/startPortal';

const suite = stateFile ? describe : describe.skip;
const name = `read-${randomUUID().slice(0, 8)}`;
const secret = `s3cret-${randomUUID()}`;
const ref = `/clusters/nonprod/namespaces/shop-dev/releases/${name}`;
const entities = [
  component(name, 'group:default/team-web', {
    'helm-release/values': `credentials:\n  apiToken: ${secret}\nreplicaCount: 1\n`,
  }),
  component('broken', 'group:default/team-web', {
    'helm-release/version': '^1.0.0',
  }),
  component('thief', 'group:default/others', { 'helm-release/name': name }),
];

suite('reading real clusters', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let decide: (permission: string) => PolicyDecision = () => ALLOW;

  const get = (path: string, expected?: number) => portal.get(path, expected);
  const helm = (...args: string[]) => portal.helm(...args);
  const entityReleases = (entity = name) =>
    get(`/entities/component/default/${entity}/releases`);

  // Not in a hook: Jest lets modules be imported in tests only.
  it('starts although one cluster is away', async () => {
    portal = await startPortal({
      name,
      entities,
      decide: permission => decide(permission),
    });
    const { items } = await until(
      () => get('/environments'),
      body => body.items[0].clusterStatus.connected,
    );
    expect(items).toHaveLength(4);
  }, 60_000);

  afterEach(() => {
    decide = () => ALLOW;
  });

  afterAll(async () => {
    await helm('uninstall', name, '-n', 'shop-dev', '--ignore-not-found');
    await portal.stop();
  }, 60_000);

  it('shows environments and clusters, one of them away', async () => {
    const { items } = z
      .object({ items: z.array(environmentSummarySchema) })
      .parse(
        await until(
          () => get('/environments'),
          body => body.items[0].clusterStatus.connected,
        ),
      );
    expect(items.map(item => item.name)).toEqual([
      'dev',
      'staging',
      'prod',
      'moon',
    ]);
    const clusters = z
      .array(clusterSummarySchema)
      .parse((await get('/clusters')).items);
    expect(clusters[0]).toMatchObject({ name: 'nonprod', connected: true });
    expect(clusters[2]).toMatchObject({ name: 'moon', connected: false });
  });

  it('follows a release from nothing to deployed, failed and gone', async () => {
    const before = entityReleasesSchema.parse(
      await until(
        entityReleases,
        body => body.targets[0]?.headline.state === 'Absent',
      ),
    );
    expect(before.targets.map(target => target.environment.name)).toEqual([
      'dev',
      'prod',
    ]);
    expect(before.targets[0].actions).toContainEqual({
      action: 'install',
      allowed: true,
    });
    await helm(
      'install',
      name,
      'web-service',
      '--repo',
      portal.state.chartRepository,
      '--version',
      '1.1.0',
      '-n',
      'shop-dev',
      '--set',
      `credentials.apiToken=${secret}`,
    );
    const after = entityReleasesSchema.parse(
      await until(
        entityReleases,
        body => body.targets[0].state.lifecycle === 'Deployed',
      ),
    );
    expect(after.targets[0]).toMatchObject({
      deployed: { revision: 1, chartVersion: '1.1.0', status: 'deployed' },
      declared: { version: '1.2.0' },
      headline: {
        state: 'OutOfSync',
        reason: 'declared 1.2.0 · deployed 1.1.0',
      },
      stale: false,
    });
    // Not installed from here: adopt first.
    expect(after.targets[0].actions).toContainEqual(
      expect.objectContaining({ action: 'deploy', code: 'ADOPTION_NEEDED' }),
    );
    await helm(
      'upgrade',
      name,
      'web-service',
      '--repo',
      portal.state.chartRepository,
      '--version',
      '1.2.0',
      '-n',
      'shop-dev',
      '--set',
      `credentials.apiToken=${secret},replicaCount=1`,
    );
    const inSync = await until(
      entityReleases,
      body => body.targets[0].headline.state === 'InSync',
    );
    expect(inSync.targets[0].deployed.revision).toBe(2);
    const history = historySchema.parse(await get(`${ref}/history`));
    expect(history.items.map(item => [item.revision, item.status])).toEqual([
      [2, 'deployed'],
      [1, 'superseded'],
    ]);
  }, 60_000);

  it('12. shows no secret on any route', async () => {
    const detail = revisionDetailSchema.parse(await get(`${ref}/revisions/2`));
    expect(detail.manifest).toContain('kind: Secret');
    expect(detail.computed?.provenance.replicaCount).toMatchObject({
      name: 'values',
    });
    expect(detail.mine?.yaml).toContain('replicaCount: 1');
    const answers = await Promise.all([
      get(`${ref}/revisions/1`),
      get(ref),
      get(`${ref}/draft-values`),
      entityReleases(),
      get(`/releases?q=${name}`),
      get(`${ref}/resources`),
    ]);
    resourceListSchema.parse(answers[5]);
    const all = JSON.stringify([detail, ...answers]);
    expect(all).not.toContain(secret);
    expect(all).not.toContain(Buffer.from(secret).toString('base64'));
  });

  it('13. keeps values from who may not read them, everywhere', async () => {
    decide = permission =>
      permission === 'helm.release.values.read' ? DENY : ALLOW;
    const detail = revisionDetailSchema.parse(await get(`${ref}/revisions/2`));
    expect(detail.mine).toBeUndefined();
    expect(detail.computed).toBeUndefined();
    expect(detail.valuesDenied).toContain('helm.release.values.read');
    expect(detail.manifest).not.toContain(secret);
    expect((await get(`${ref}/draft-values`, 403)).error).toMatchObject({
      code: 'NOT_ALLOWED',
    });
  });

  it('lists what may be read, with filters and pages', async () => {
    const list = releaseListSchema.parse(
      await get(`/releases?q=${name}&environment=dev&chart=web-service`),
    );
    expect(list.items).toHaveLength(1);
    expect(list.away).toEqual([expect.objectContaining({ cluster: 'moon' })]);
    const first = await get('/releases?limit=1&sort=name');
    const second = await get(
      `/releases?limit=1&sort=name&cursor=${first.nextCursor}`,
    );
    expect(second.items[0].release).not.toEqual(first.items[0].release);
    expect((await get('/releases?sort=secret', 400)).error).toMatchObject({
      code: 'INPUT_INVALID',
      field: 'sort',
    });
    decide = () =>
      createHelmReleaseConditionalDecision(
        { type: 'resource', resourceType: 'helm-release' } as any,
        helmReleaseConditions.inEnvironment({ environments: ['prod'] }),
      );
    expect((await get(`/releases?q=${name}&environment=dev`)).items).toEqual(
      [],
    );
  });

  it('19. answers for an unreadable release exactly as for an absent one', async () => {
    decide = () => DENY;
    const unreadable = await get(ref, 404);
    const absent = await get(ref.replace(name, 'absent'), 404);
    expect(problemResponseSchema.parse(unreadable).error.code).toBe(
      'NOT_FOUND',
    );
    const neutral = (body: unknown) =>
      JSON.stringify(body).replaceAll(name, 'absent');
    expect(neutral(unreadable)).toBe(neutral(absent));
    for (const path of [
      'history',
      'revisions/1',
      'resources',
      'draft-values',
    ]) {
      await get(`${ref}/${path}`, 404);
    }
    const { targets } = await entityReleases();
    expect(targets[0]).toMatchObject({
      actions: [],
      problems: [{ code: 'NOT_ALLOWED' }],
    });
    expect(targets[0].release).toBeUndefined();
    decide = () => ALLOW;
    await get(ref.replace(name, 'absent'), 404);
    await get('/entities/component/default/absent/releases', 404);
  });

  it('20. lets one entity be broken and another greedy without harm to the rest', async () => {
    const broken = await entityReleases('broken');
    expect(broken.targets[0]).toMatchObject({
      problems: [{ code: 'VERSION_NOT_EXACT' }],
      headline: { tone: 'err' },
    });
    const thief = await entityReleases('thief');
    expect(thief.targets[0]).toMatchObject({
      problems: [{ code: 'NAMESPACE_NOT_GRANTED' }],
    });
    expect(thief.targets[0].release).toBeUndefined();
    const { target } = releaseDetailSchema.parse(await get(ref));
    expect(target.state.sync).toBe('InSync');
  });

  it('names the charts inside a chart, and what is newer of them', async () => {
    const { dependencies } = chartDetailSchema.parse(
      await get('/charts/local/shop-platform/0.1.0'),
    );
    expect(dependencies).toEqual([
      expect.objectContaining({
        name: 'web-service',
        alias: 'storefront',
        resolved: '1.2.0',
        newer: expect.stringMatching(/^[12]\./),
      }),
      expect.objectContaining({
        name: 'worker',
        alias: 'orders',
        resolved: '0.2.0',
        condition: 'orders.enabled',
      }),
    ]);
  });

  it('lists what belongs to several owners, and what there is to choose from', async () => {
    const list = async (owner: string) =>
      releaseListSchema.parse(
        await get(`/releases?q=${name}&owner=${encodeURIComponent(owner)}`),
      );
    const both = await list('group:default/none,Group:default/Team-Web');
    expect(both.total).toBeGreaterThan(0);
    expect(both.facets?.owner).toContain('group:default/team-web');
    expect((await list('group:default/none')).total).toBe(0);
    await get('/releases?owner=team-web', 400);
  });

  it('answers nobody who is not signed in, and describes itself', async () => {
    const { status } = await request(portal.server)
      .get('/api/helm/environments')
      .set('authorization', mockCredentials.none.header());
    expect(status).toBe(401);
    const document = await get('/openapi.json');
    expect(Object.keys(document.paths)).toContain('/operations');
  });

  it('sees within moments that a release is gone', async () => {
    await helm('uninstall', name, '-n', 'shop-dev');
    const gone = await until(
      entityReleases,
      body => body.targets[0].state.lifecycle === 'Absent',
    );
    expect(gone.targets[0].deployed).toBeUndefined();
    await get(`${ref}/history`, 404);
  }, 30_000);
});

import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  environmentSyncSchema,
  stringifyReleaseRef,
  syncStatusSchema,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import express from 'express';
import request from 'supertest';
import type { EnvironmentConfig } from '../config/HelmConfig';
import { aRelease } from '../operations/__testUtils__/aPlan';
import { describeOperations } from '../operations/__testUtils__/describeOperations';
import { aDeclaration } from '../sync/__testUtils__/aDeclaration';
import { automatic, createSyncWorld } from '../sync/__testUtils__/syncWorld';
import { createErrorMiddleware } from './errorMiddleware';
import { createSyncRouter } from './syncRouter';

jest.setTimeout(120_000);

const READ = 'helm.release.read';
const SYNC = 'helm.release.sync';
const dana = mockCredentials.user.header('user:default/dana');

describeOperations('the routes of automatic sync', setup => {
  function serve(environment: EnvironmentConfig) {
    const world = createSyncWorld(setup, setup.knex, {
      environments: [environment],
    });
    const logger = mockServices.logger.mock();
    const app = express();
    app.use(express.json());
    app.use(
      createSyncRouter({
        service: world.service,
        httpAuth: mockServices.httpAuth({
          defaultCredentials: mockCredentials.none(),
        }),
      }),
    );
    app.use(createErrorMiddleware({ logger, redactText: text => text }));
    const post = (
      path: string,
      body: object = {},
      headers: Record<string, string> = { authorization: dana },
    ) => request(app).post(path).set(headers).send(body);
    const audit = () =>
      setup
        .knex('helm_audit')
        .whereLike('action', 'sync.%')
        .orderBy('position')
        .select('actor', 'action', 'outcome', 'release_key', 'reason');
    const { denied } = world.replica.authorizer;
    return { ...world, post, audit, denied };
  }

  const pathOf = (release: ReleaseRef) =>
    `/sync/${stringifyReleaseRef(release)}`;

  /** A release that is declared and followed. */
  function followed(environment = automatic({ install: true })) {
    const release = aRelease();
    const world = serve(environment);
    world.declared.push(aDeclaration(release));
    return { ...world, release, path: pathOf(release) };
  }

  /** Three releases that the brake holds. */
  async function held() {
    const world = serve(automatic({ install: true, maxChanges: 1 }));
    const releases = [aRelease(), aRelease(), aRelease()];
    world.declared.push(...releases.map(release => aDeclaration(release)));
    await world.settle();
    const { digest } = await setup.knex('helm_sync_holds').first('digest');
    return {
      ...world,
      releases,
      digest: String(digest),
      path: '/environments/dev/sync/continue',
    };
  }

  describe('pause and resume', () => {
    it('pause, and begin anew, each told in the trail without secrets', async () => {
      const { post, path, audit, news, settle, asked, release } = followed();
      const paused = await post(`${path}/pause`, { reason: 'not s3cret now' });
      expect([paused.status, syncStatusSchema.parse(paused.body)]).toEqual([
        200,
        expect.objectContaining({
          mode: 'automatic',
          phase: 'paused',
          paused: expect.objectContaining({
            cause: 'person',
            by: 'user:default/dana',
            reason: 'not •••••• now',
          }),
        }),
      ]);
      await settle();
      expect(await asked(release)).toEqual([]);
      const resumed = await post(`${path}/resume`);
      expect(resumed.status).toBe(200);
      expect(syncStatusSchema.parse(resumed.body).paused).toBeUndefined();
      await settle();
      expect(await asked(release)).toHaveLength(1);
      const of = {
        actor: 'user:default/dana',
        outcome: 'done',
        release_key: stringifyReleaseRef(release),
      };
      expect(await audit()).toEqual([
        { ...of, action: 'sync.paused', reason: 'not •••••• now' },
        { ...of, action: 'sync.resumed', reason: null },
      ]);
      expect(news.map(({ type }) => type)).toEqual(['paused', 'resumed']);
    });

    it.each(['pause', 'resume'])(
      'answer alike to %s what is unreadable and what is not there',
      async action => {
        const { post, path, denied, audit, row, release } = followed();
        denied.add(READ).add(SYNC);
        const hidden = await post(`${path}/${action}`);
        const absent = await post(`${pathOf(aRelease())}/${action}`);
        expect([hidden.status, absent.status]).toEqual([404, 404]);
        expect(hidden.body.error).toEqual(absent.body.error);
        expect([await audit(), await row(release)]).toEqual([[], undefined]);
      },
    );

    it.each([
      ['pause', 'sync.paused'],
      ['resume', 'sync.resumed'],
    ])(
      'refuse to %s who may only read, and tell the trail',
      async (action, as) => {
        const { post, path, denied, audit, row, release } = followed();
        denied.add(SYNC);
        const answer = await post(`${path}/${action}`, { reason: 'please' });
        expect(answer.status).toBe(403);
        expect(answer.body.error.code).toBe('NOT_ALLOWED');
        expect(await row(release)).toBeUndefined();
        expect(await audit()).toMatchObject([
          { action: as, outcome: 'denied', reason: 'please' },
        ]);
      },
    );

    it('are not for what nobody declares, nor for another namespace', async () => {
      const { post, path } = followed();
      for (const other of [
        pathOf(aRelease('nobodys')),
        path.replace('shop-dev', 'kube-system'),
        path.replace('nonprod', 'elsewhere'),
      ]) {
        const { status, body } = await post(`${other}/pause`);
        expect([status, body.error.code]).toEqual([404, 'NOT_FOUND']);
      }
    });

    it('say so where nothing is followed', async () => {
      const { post, path } = followed(automatic({ mode: 'manual' }));
      const { status, body } = await post(`${path}/pause`);
      expect([status, body.error.code]).toEqual([409, 'SYNC_NOT_AUTOMATIC']);
    });

    it('take services, and no cookies', async () => {
      const { post, path, audit } = followed();
      const service = { authorization: mockCredentials.service.header() };
      expect((await post(`${path}/pause`, {}, service)).status).toBe(200);
      expect(await audit()).toMatchObject([{ actor: 'external:test-service' }]);
      for (const headers of [
        { cookie: mockCredentials.limitedUser.cookie() },
        { authorization: mockCredentials.none.header() },
      ] as Record<string, string>[]) {
        const { status } = await post(`${path}/resume`, {}, headers);
        expect(status).toBeGreaterThanOrEqual(400);
      }
      expect(await audit()).toHaveLength(1);
    });

    it.each([{ force: true }, { reason: 'x'.repeat(1001) }, { reason: [] }])(
      'refuse %j',
      async body => {
        const { post, path } = followed();
        const answer = await post(`${path}/pause`, body);
        expect([answer.status, answer.body.error.code]).toEqual([
          400,
          'INPUT_INVALID',
        ]);
      },
    );
  });

  describe('the brake', () => {
    it('lets exactly that go on which was reviewed', async () => {
      const { post, path, digest, audit, settle, asked } = await held();
      expect(await asked()).toEqual([]);
      const answer = await post(path, { digest, reason: 'seen, s3cret' });
      expect(answer.status).toBe(200);
      expect(environmentSyncSchema.parse(answer.body)).toEqual({
        mode: 'automatic',
        install: true,
        maxChanges: 1,
      });
      await settle();
      expect((await asked()).length).toBeGreaterThan(0);
      expect((await audit()).at(-1)).toMatchObject({
        actor: 'user:default/dana',
        action: 'sync.continued',
        outcome: 'done',
        reason: 'seen, ••••••',
      });
    });

    it('refuses what has changed since, with the new digest', async () => {
      const { post, path, digest, declared, settle, asked, audit } =
        await held();
      declared.push(aDeclaration(aRelease()));
      await settle();
      const now = await setup.knex('helm_sync_holds').first('digest');
      expect(now.digest).not.toBe(digest);
      const answer = await post(path, { digest, reason: 'seen' });
      expect(answer.status).toBe(409);
      expect(answer.body.error).toMatchObject({
        code: 'SYNC_HELD',
        field: 'digest',
        details: { digest: now.digest },
      });
      await settle();
      expect(await asked()).toEqual([]);
      expect((await audit()).map(({ action }) => action)).toEqual([
        'sync.held',
      ]);
      const reviewed = await post(path, { digest: now.digest, reason: 'seen' });
      expect(reviewed.status).toBe(200);
    });

    it('is let go once, however often it is asked at once', async () => {
      const { post, path, digest, audit } = await held();
      const answers = await Promise.all(
        [1, 2, 3].map(() => post(path, { digest, reason: 'seen' })),
      );
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter(status => status === 200)).toHaveLength(1);
      const continued = (await audit()).filter(
        ({ action }) => action === 'sync.continued',
      );
      expect(continued).toHaveLength(1);
    });

    it('needs the permission on each of them', async () => {
      const { post, path, digest, denied, releases, audit, asked, settle } =
        await held();
      denied.add(`${SYNC}@${stringifyReleaseRef(releases[1])}`);
      const answer = await post(path, { digest, reason: 'seen' });
      expect([answer.status, answer.body.error.code]).toEqual([
        403,
        'NOT_ALLOWED',
      ]);
      expect((await audit()).at(-1)).toMatchObject({
        action: 'sync.continued',
        outcome: 'denied',
      });
      await settle();
      expect(await asked()).toEqual([]);
    });

    it('answers alike for what is unreadable, not held and not there', async () => {
      const { post, path, digest, denied, declared, settle } = await held();
      denied.add(READ);
      const body = { digest, reason: 'seen' };
      const hidden = await post(path, body);
      const absent = await post('/environments/nowhere/sync/continue', body);
      denied.clear();
      declared.splice(1);
      await settle();
      const free = await post(path, body);
      for (const { status, body: said } of [hidden, absent, free]) {
        expect([status, said.error]).toEqual([404, absent.body.error]);
      }
    });

    it.each([
      {},
      { digest: 'd' },
      { reason: 'r' },
      { digest: 'd', reason: ' ' },
    ])('refuses %j', async body => {
      const { post } = serve(automatic());
      const path = '/environments/dev/sync/continue';
      const answer = await post(path, body);
      expect([answer.status, answer.body.error.code]).toEqual([
        400,
        'INPUT_INVALID',
      ]);
    });
  });
});

import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import {
  auditListSchema,
  HelmClient,
  isHelmError,
  operationEventsSchema,
  operationListSchema,
  operationSchema,
  type Operation,
  type OperationEvent,
} from '@backstage-helm/plugin-helm-common';
import { mockCredentials } from '@backstage/backend-test-utils';
import express, { type ErrorRequestHandler } from 'express';
import type { Knex } from 'knex';
import request from 'supertest';
import { emptyAudit } from '../audit/__testUtils__/emptyAudit';
import { openDatabases } from '../database/__testUtils__/openDatabases';
import { aPlan } from '../operations/__testUtils__/aPlan';
import {
  createReplica,
  QUICK_TIMES,
  type Replica,
} from '../operations/__testUtils__/createReplica';
import { ended } from '../operations/__testUtils__/until';

jest.setTimeout(30_000);

const databases = openDatabases();
afterAll(() => databases.close());

const user = mockCredentials.user.header('user:default/dana');
const refusals: ErrorRequestHandler = (error, _request, response, next) => {
  if (!isHelmError(error)) {
    next(error);
    return;
  }
  response
    .status(error.status)
    .json({ error: { name: error.name, ...error.toProblem() } });
};

describe('the operations routes', () => {
  let knex: Knex;
  let replica: Replica;
  let app: express.Express;
  let server: Server;
  let baseUrl: string;

  beforeAll(async () => {
    knex = await databases.create('SQLite');
  });
  beforeEach(async () => {
    replica = createReplica(knex, {
      times: {
        ...QUICK_TIMES,
        pingMs: 50,
        recheckMs: 50,
        backlogBytes: 64 * 1024,
      },
    });
    app = express();
    app.use(replica.router);
    app.use(refusals);
    server = await new Promise(resolve => {
      const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
    });
    const { port } = server.address() as AddressInfo;
    baseUrl = `http://127.0.0.1:${port}`;
  });
  afterEach(async () => {
    await replica.worker.stop();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    await knex('helm_operations').delete();
    await knex('helm_operation_events').delete();
    await emptyAudit(knex);
  });

  function client(): HelmClient {
    return new HelmClient({
      discoveryApi: { getBaseUrl: async () => baseUrl },
      fetchApi: {
        fetch: (input: RequestInfo | URL, init?: RequestInit) =>
          fetch(input, {
            ...init,
            headers: {
              ...Object.fromEntries(new Headers(init?.headers)),
              authorization: user,
            },
          }),
      },
    });
  }

  async function post(body: unknown, headers: Record<string, string> = {}) {
    return request(app)
      .post('/operations')
      .set({ authorization: user, 'idempotency-key': randomUUID(), ...headers })
      .send(body as object);
  }

  async function admitted() {
    const record = aPlan();
    await replica.plans.put(record);
    return operationSchema.parse(
      (await post({ plan: record.plan.id, reason: 'r' })).body,
    );
  }

  it('admits with 202 and answers by its schema', async () => {
    const record = aPlan();
    await replica.plans.put(record);
    const answer = await post({ plan: record.plan.id, reason: 'why' });
    expect(answer.status).toBe(202);
    expect(operationSchema.parse(answer.body)).toMatchObject({
      planId: record.plan.id,
      status: 'queued',
    });
  });

  it.each([
    ['without a key', { plan: 'p' }, { 'idempotency-key': '' }],
    [
      'with a key of control characters',
      { plan: 'p' },
      { 'idempotency-key': 'a b' },
    ],
    ['without a plan', { reason: 'r' }, {}],
    ['with a field that is not ours', { plan: 'p', kind: 'uninstall' }, {}],
  ])('refuses a request %s, naming what is wrong', async (_, body, headers) => {
    const answer = await post(body, headers);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({
      code: 'INPUT_INVALID',
      field: expect.any(String),
    });
    expect(await knex('helm_operations').select('id')).toEqual([]);
  });

  it('18. refuses callers without a token, and cookies', async () => {
    const record = aPlan();
    await replica.plans.put(record);
    const callers: Record<string, string>[] = [
      { authorization: mockCredentials.none.header() },
      { authorization: '', cookie: mockCredentials.limitedUser.cookie() },
    ];
    for (const headers of callers) {
      const answer = await post({ plan: record.plan.id, reason: 'r' }, headers);
      expect(answer.status).toBeGreaterThanOrEqual(400);
    }
    expect(await knex('helm_operations').select('id')).toEqual([]);
  });

  it('14. refuses sort keys and filters that are not listed', async () => {
    for (const query of ['orderBy=work', 'sort=work', 'limit=0', 'cursor=x']) {
      const answer = await request(app)
        .get(`/operations?${query}`)
        .set('authorization', user);
      expect([query, answer.status]).toEqual([query, 400]);
    }
    await admitted();
    const list = await request(app)
      .get('/operations?status=queued&environment=dev&limit=1')
      .set('authorization', user);
    expect(operationListSchema.parse(list.body).items).toHaveLength(1);
    expect(JSON.stringify(list.body)).not.toMatch(/work|decisions|ticket/);
  });

  it('19. answers alike for what is unreadable and what is not there', async () => {
    const { id } = await admitted();
    replica.authorizer.denied.add('helm.operation.read');
    for (const route of ['', '/events', '/events?after=1&waitSeconds=5']) {
      const hidden = await request(app)
        .get(`/operations/${id}${route}`)
        .set('authorization', user);
      const absent = await request(app)
        .get(`/operations/none${route}`)
        .set('authorization', user);
      expect(hidden.status).toBe(404);
      expect([hidden.status, hidden.body]).toEqual([
        absent.status,
        absent.body,
      ]);
    }
    const cancel = await request(app)
      .post(`/operations/${id}/cancel`)
      .set('authorization', user);
    expect(cancel.status).toBe(404);
  });

  it('cancels, and needs the permission for it', async () => {
    const { id } = await admitted();
    replica.authorizer.denied.add('helm.operation.cancel');
    const denied = await request(app)
      .post(`/operations/${id}/cancel`)
      .set('authorization', user);
    expect(denied.status).toBe(403);
    expect((await replica.audit.list({ limit: 1 }))[0]).toMatchObject({
      action: 'operation.cancel-requested',
      outcome: 'denied',
    });
    replica.authorizer.denied.clear();
    const done = await request(app)
      .post(`/operations/${id}/cancel`)
      .set('authorization', user);
    expect(operationSchema.parse(done.body).status).toBe('cancelled');
  });

  it('lists the audit by pages, to those who may read it', async () => {
    await admitted();
    await admitted();
    const first = auditListSchema.parse(
      (await request(app).get('/audit?limit=1').set('authorization', user))
        .body,
    );
    expect(first.items).toMatchObject([{ action: 'operation.requested' }]);
    const second = auditListSchema.parse(
      (
        await request(app)
          .get(`/audit?limit=1&cursor=${first.nextCursor}`)
          .set('authorization', user)
      ).body,
    );
    expect(second.items[0].id).not.toBe(first.items[0].id);
  });

  describe('following', () => {
    it('streams every event once and in order, through to the end', async () => {
      replica.engine.script = async run => {
        for (let line = 0; line < 300; line += 1) {
          run.reporter.log(`line ${line}`);
          if (line % 50 === 0) {
            await new Promise(resolve => setTimeout(resolve, 15));
          }
        }
        return run.engine.succeed(run);
      };
      const { id } = await admitted();
      const followers = Array.from({ length: 5 }, () => {
        const events: OperationEvent[] = [];
        const operations: Operation[] = [];
        return {
          events,
          operations,
          done: client().followOperation(id, {
            signal: AbortSignal.timeout(20_000),
            onEvent: event => events.push(event),
            onOperation: operation => operations.push(operation),
          }),
        };
      });
      replica.worker.start();
      for (const follower of followers) {
        await follower.done;
        expect(follower.events.map(({ seq }) => seq)).toEqual(
          Array.from({ length: 303 }, (_, index) => index + 1),
        );
        expect(follower.events.at(-1)?.text).toBe('install succeeded');
        expect(follower.operations.at(-1)).toMatchObject({
          status: 'succeeded',
          actions: [{ action: 'cancel', allowed: false }, { action: 'retry' }],
        });
      }
    });

    it('goes on after the last event that was seen, and ends at once when over', async () => {
      replica.worker.start();
      const { id } = await admitted();
      await ended(replica, id);
      const answer = await request(app).get(`/operations/${id}/events`).set({
        authorization: user,
        accept: 'text/event-stream',
        'last-event-id': '2',
      });
      expect(answer.headers).toMatchObject({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
      });
      expect(answer.text).toMatch(
        /^id: 3\ndata: .*install succeeded.*\n\nevent: operation\ndata: .*"status":"succeeded"/,
      );
    });

    it('stays until the automatic rollback has ended', async () => {
      replica.worker.start();
      const first = await admitted();
      await ended(replica, first.id);
      let failureSeen = () => {};
      const seen = new Promise<void>(resolve => {
        failureSeen = resolve;
      });
      replica.engine.script = async run => {
        if (run.operation.kind === 'upgrade') {
          return run.engine.fail(run);
        }
        await seen;
        return run.engine.succeed(run);
      };
      const { id } = await replica.run(
        aPlan(
          { kind: 'upgrade', release: first.release },
          { rollbackOnFailure: true },
        ),
      );
      const statuses: string[] = [];
      const texts: string[] = [];
      await client().followOperation(id, {
        signal: AbortSignal.timeout(20_000),
        onEvent: ({ text }) => texts.push(text),
        onOperation: ({ status }) => {
          statuses.push(status);
          if (status === 'failed') {
            failureSeen();
          }
        },
      });
      expect(statuses.slice(-2)).toEqual(['failed', 'rolled-back']);
      expect(texts.at(-1)).toBe('Upgrade failed, put back to 1.0.0');
    });

    it('17. closes the stream of one who may not read any more', async () => {
      const { id } = await admitted();
      const response = await fetch(`${baseUrl}/operations/${id}/events`, {
        headers: { authorization: user, accept: 'text/event-stream' },
      });
      expect(response.status).toBe(200);
      replica.authorizer.denied.add('helm.operation.read');
      expect(await response.text()).toContain('event: ping');
    });

    it('39. drops a reader that does not read', async () => {
      const { id } = await admitted();
      const response = await fetch(`${baseUrl}/operations/${id}/events`, {
        headers: { authorization: user, accept: 'text/event-stream' },
      });
      const reader = response.body!.getReader();
      await reader.read();
      replica.engine.script = async run => {
        for (let line = 0; line < 900; line += 1) {
          run.reporter.log('x'.repeat(4_000));
        }
        return run.engine.succeed(run);
      };
      replica.worker.start();
      await ended(replica, id);
      const rest = (async () => {
        for (;;) {
          const { done } = await reader.read();
          if (done) {
            return 'ended';
          }
        }
      })().catch(() => 'dropped');
      expect(await rest).toBe('dropped');
    });

    it('answers long polls with what is new, or after the wait', async () => {
      const { id } = await admitted();
      const poll = async (query: string) =>
        operationEventsSchema.parse(
          (
            await request(app)
              .get(`/operations/${id}/events?${query}`)
              .set({ authorization: user, accept: 'application/json' })
          ).body,
        );
      expect(await poll('after=0')).toMatchObject({
        events: [{ seq: 1, type: 'status' }],
        operation: { status: 'queued' },
      });
      expect(await poll('after=1&waitSeconds=0.05')).toMatchObject({
        events: [],
      });
      const waiting = poll('after=1&waitSeconds=20');
      replica.worker.start();
      expect((await waiting).events.length).toBeGreaterThan(0);
      await ended(replica, id);
      expect(await poll('after=99&waitSeconds=20')).toMatchObject({
        events: [],
        operation: { status: 'succeeded' },
      });
    });
  });
});

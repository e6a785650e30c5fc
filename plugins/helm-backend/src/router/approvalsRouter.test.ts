import { mockCredentials } from '@backstage/backend-test-utils';
import {
  isHelmError,
  operationListSchema,
  operationSchema,
} from '@backstage-helm/plugin-helm-common';
import express, { type ErrorRequestHandler } from 'express';
import type { Knex } from 'knex';
import request from 'supertest';
import { anEnvironment } from '../config/__testUtils__/anEnvironment';
import { openDatabases } from '../database/__testUtils__/openDatabases';
import { aPlan } from '../operations/__testUtils__/aPlan';
import {
  createReplica,
  type Replica,
} from '../operations/__testUtils__/createReplica';

jest.setTimeout(60_000);

const databases = openDatabases();
afterAll(() => databases.close());

const pia = mockCredentials.user.header('user:default/pia');
const dana = mockCredentials.user.header('user:default/dana');
const refusals: ErrorRequestHandler = (error, _request, response, next) => {
  if (!isHelmError(error)) {
    next(error);
    return;
  }
  response
    .status(error.status)
    .json({ error: { ...error.toProblem(), details: error.details } });
};

describe('the routes of approvals', () => {
  let knex: Knex;
  let replica: Replica;
  let app: express.Express;

  beforeAll(async () => {
    knex = await databases.create('SQLite');
  });
  beforeEach(() => {
    replica = createReplica(knex, {
      config: {
        environments: [
          anEnvironment({
            namespaces: [],
            engine: 'scripted',
            approvals: {
              required: 1,
              approvers: ['user:default/pia'],
              selfApproval: false,
              breakGlass: true,
              expirySeconds: 3600,
            },
          }),
        ],
      },
    });
    app = express();
    app.use(replica.router);
    app.use(refusals);
  });
  afterEach(async () => {
    await knex('helm_operations').delete();
    await knex('helm_approvals').delete();
  });

  async function asked() {
    const record = aPlan();
    const { id } = await replica.run(record);
    return { id, planDigest: record.plan.digest };
  }
  const post = (path: string, body: object, authorization = pia) =>
    request(app).post(path).set({ authorization }).send(body);

  it('approves and rejects with 202, and answers by the schema', async () => {
    const { id, planDigest } = await asked();
    const approved = await post(`/operations/${id}/approve`, { planDigest });
    expect(approved.status).toBe(202);
    expect(operationSchema.parse(approved.body)).toMatchObject({
      status: 'queued',
      approval: { given: [{ by: 'user:default/pia' }] },
    });
    const other = await asked();
    const rejected = await post(`/operations/${other.id}/reject`, {
      reason: 'no',
    });
    expect(rejected.status).toBe(202);
    expect(operationSchema.parse(rejected.body).status).toBe('denied');
  });

  it('18. takes neither services nor cookies', async () => {
    const { id, planDigest } = await asked();
    const callers: Record<string, string>[] = [
      { authorization: mockCredentials.none.header() },
      { authorization: mockCredentials.service.header() },
      { authorization: '', cookie: mockCredentials.limitedUser.cookie() },
    ];
    for (const headers of callers) {
      for (const [route, body] of [
        ['approve', { planDigest }],
        ['approve', { planDigest, breakGlass: true, reason: 'now' }],
        ['reject', { reason: 'no' }],
      ] as const) {
        const answer = await request(app)
          .post(`/operations/${id}/${route}`)
          .set(headers)
          .send(body);
        expect([route, answer.status >= 400]).toEqual([route, true]);
      }
    }
    expect(await knex('helm_approvals').select('approver')).toEqual([]);
    expect(await knex('helm_operations').pluck('status')).toEqual([
      'awaiting-approval',
    ]);
  });

  it('19. answers alike for what is unreadable and what is not there', async () => {
    const { id, planDigest } = await asked();
    replica.authorizer.denied.add('helm.operation.read');
    for (const [route, body] of [
      ['approve', { planDigest }],
      ['reject', { reason: 'no' }],
    ] as const) {
      const hidden = await post(`/operations/${id}/${route}`, body);
      const absent = await post(`/operations/none/${route}`, body);
      expect(hidden.status).toBe(404);
      expect([hidden.status, hidden.body]).toEqual([
        absent.status,
        absent.body,
      ]);
    }
  });

  it.each([
    ['approve', {}],
    ['approve', { planDigest: '' }],
    ['approve', { planDigest: 'd', force: true }],
    ['approve', { planDigest: ['d'] }],
    ['reject', {}],
    ['reject', { reason: '  ' }],
    ['reject', { reason: 'x'.repeat(1001) }],
  ])('14. refuses to %s with %j, naming the field', async (route, body) => {
    const { id } = await asked();
    const answer = await post(`/operations/${id}/${route}`, body);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({
      code: 'INPUT_INVALID',
      field: expect.any(String),
    });
  });

  it('14. lists what waits for the caller, and takes no other value', async () => {
    const { id } = await asked();
    const list = (query: string, authorization: string) =>
      request(app).get(`/operations?${query}`).set({ authorization });
    const mine = await list('approvable=true', pia);
    expect(
      operationListSchema.parse(mine.body).items.map(item => item.id),
    ).toEqual([id]);
    expect((await list('approvable=true', dana)).body.items).toEqual([]);
    for (const query of ['approvable=false', 'approvable=1', 'approvers=x']) {
      expect((await list(query, pia)).status).toBe(400);
    }
    expect(JSON.stringify(mine.body)).not.toMatch(
      /work|decisions|ticket|askedAgain/,
    );
  });

  it('15. names what is missing, with the link of the plan that waits now', async () => {
    const { id, planDigest } = await asked();
    const notPia = await post(
      `/operations/${id}/approve`,
      { planDigest },
      dana,
    );
    expect([notPia.status, notPia.body.error.code]).toEqual([
      403,
      'NOT_AN_APPROVER',
    ]);
    const stale = await post(`/operations/${id}/approve`, { planDigest: 'x' });
    expect(stale.status).toBe(409);
    expect(stale.body.error).toMatchObject({
      code: 'APPROVAL_STALE',
      details: { plan: expect.any(String) },
    });
  });
});

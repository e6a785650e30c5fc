import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { isHelmError } from '@backstage-helm/plugin-helm-common';
import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Knex } from 'knex';
import request from 'supertest';
import { createAuditForwarder } from '../audit/createAuditForwarder';
import { createAuditLog } from '../audit/AuditLog';
import { createDatabase } from '../database/Database';
import { openDatabases } from '../database/__testUtils__/openDatabases';
import { until } from '../operations/__testUtils__/until';
import { createAuditRouter } from './auditRouter';

const refusals: ErrorRequestHandler = (error, _, response, next) => {
  if (!isHelmError(error)) {
    next(error);
    return;
  }
  response.status(error.status).json({ code: error.code, field: error.field });
};

const user = mockCredentials.user.header('user:default/ari');
const release = { cluster: 'nonprod', namespace: 'shop-dev', name: 'app' };

describe('the routes of the audit trail', () => {
  const databases = openDatabases();
  const auditor = mockServices.auditor.mock();
  const logger = mockServices.logger.mock();
  let knex: Knex;
  let app: Express;
  let decision: AuthorizeResult.ALLOW | AuthorizeResult.DENY;
  let audit: ReturnType<typeof createAuditLog>;
  const succeed = jest.fn(async () => {});
  const fail = jest.fn(async (_: { error: Error }) => {});

  beforeEach(async () => {
    knex = await databases.create('SQLite');
    decision = AuthorizeResult.ALLOW;
    jest.clearAllMocks();
    auditor.createEvent.mockResolvedValue({ success: succeed, fail });
    audit = createAuditLog(
      createDatabase(
        knex,
        undefined,
        createAuditForwarder({ auditor, logger }),
      ),
    );
    app = express();
    app.use(
      createAuditRouter({
        audit,
        authorizer: { principal: async () => 'user:default/ari' },
        httpAuth: mockServices.httpAuth(),
        permissions: { authorize: async () => [{ result: decision }] },
        logger,
        now: () => Date.parse('2026-05-01T10:00:00Z'),
      }),
    );
    app.use(refusals);
    await audit.append({
      actor: 'user:default/dana',
      action: 'operation.requested',
      outcome: 'allowed',
      release,
      environment: 'dev',
      operationId: 'op-1',
      reason: '=HYPERLINK("http://evil")',
      detail: { kind: 'upgrade' },
    });
    await audit.append({
      actor: 'user:default/omar',
      action: 'operation.requested',
      outcome: 'denied',
      detail: { kind: 'upgrade', code: 'NOT_ALLOWED' },
    });
  });
  afterAll(() => databases.close());

  const get = (path: string) =>
    request(app).get(path).set('authorization', user);

  it('filters, and refuses what is no filter', async () => {
    const found = await get(
      '/audit?release=nonprod/shop-dev/app&actor=user:default/dana&action=operation.requested&outcome=allowed&environment=dev&operationId=op-1&from=2020-01-01T00:00:00Z&until=2100-01-01T00:00:00Z',
    );
    expect(found.body.items).toMatchObject([{ operationId: 'op-1' }]);
    expect((await get('/audit?outcome=denied')).body.items).toMatchObject([
      { actor: 'user:default/omar' },
    ]);
    for (const field of ['release', 'outcome', 'from', 'orderBy']) {
      const refused = await get(`/audit?${field}=nonsense`);
      expect(refused.status).toBe(400);
      expect(refused.body).toMatchObject({ code: 'INPUT_INVALID' });
    }
  });

  it('exports what was asked for, as a file, and audits that', async () => {
    const csv = await get('/audit/export?format=csv&operationId=op-1');
    expect(csv.headers).toMatchObject({
      'content-type': expect.stringContaining('text/csv'),
      'content-disposition': 'attachment; filename="helm-audit-2026-05-01.csv"',
      'cache-control': 'no-store',
    });
    const [header, line, ...rest] = csv.text.trimEnd().split('\r\n');
    expect(header).toContain('"actor","action","outcome"');
    expect(line).toContain('"\'=HYPERLINK(""http://evil"")"');
    expect(rest).toEqual([]);

    const json = await get('/audit/export?format=json&actor=user:default/omar');
    expect(JSON.parse(json.text)).toMatchObject([{ outcome: 'denied' }]);

    const { items } = (await get('/audit?action=audit.exported')).body;
    expect(items).toMatchObject([
      { outcome: 'done', detail: { format: 'json', rows: 1 } },
      { outcome: 'allowed', detail: { format: 'json' } },
      { outcome: 'done', detail: { format: 'csv', rows: 1 } },
      {
        actor: 'user:default/ari',
        outcome: 'allowed',
        detail: { filter: { operationId: 'op-1' } },
      },
    ]);
    expect((await get('/audit/export?format=xlsx')).status).toBe(400);
  });

  it('is for those who may read it; a refusal is in it', async () => {
    decision = AuthorizeResult.DENY;
    expect((await get('/audit')).status).toBe(403);
    expect((await get('/audit/export?format=csv')).status).toBe(403);
    decision = AuthorizeResult.ALLOW;
    expect(
      (await get('/audit?actor=user:default/ari&limit=2')).body.items,
    ).toMatchObject([
      { action: 'audit.exported', outcome: 'denied' },
      { action: 'audit.read', outcome: 'denied' },
    ]);
  });

  it("says the same to Backstage's auditor, which may fail", async () => {
    expect(auditor.createEvent.mock.calls).toMatchObject([
      [
        {
          eventId: 'operation',
          severityLevel: 'medium',
          meta: {
            actionType: 'requested',
            actor: 'user:default/dana',
            outcome: 'allowed',
            release: 'nonprod/shop-dev/app',
            operationId: 'op-1',
            kind: 'upgrade',
          },
        },
      ],
      [{ eventId: 'operation', severityLevel: 'high' }],
    ]);
    expect(succeed).toHaveBeenCalledTimes(1);
    expect(fail.mock.calls[0][0].error.message).toBe(
      'operation.requested denied: NOT_ALLOWED',
    );

    auditor.createEvent.mockRejectedValue(new Error('disk full'));
    await audit.append({ actor: 'a', action: 'b.c', outcome: 'done' });
    await until(async () => logger.warn.mock.calls.length > 0);
    expect(logger.warn).toHaveBeenCalledWith(
      'The auditor did not take b.c',
      expect.objectContaining({ message: 'disk full' }),
    );
  });
});

import { randomUUID } from 'node:crypto';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { secretReferenceSchema } from '@backstage-helm/plugin-helm-common';
import express from 'express';
import request from 'supertest';
import type { NewAuditEntry } from '../audit/AuditLog';
import { notAllowed, releaseNotFound } from '../authorization/refusals';
import type { Binding } from '../bindings/Binding';
import { startFakeApiServer } from '../clusters/__testUtils__/startFakeApiServer';
import { tokenLogin } from '../clusters/ClusterLogin';
import { HttpKubeClient } from '../clusters/HttpKubeClient';
import { anEnvironment } from '../config/__testUtils__/anEnvironment';
import type { EnvironmentConfig } from '../config/HelmConfig';
import type { Declaration } from '../declarations/Declaration';
import { declaration, release } from '../plans/__testUtils__/planningWorld';
import { createSecretWriter } from '../secrets/createSecretWriter';
import { createErrorMiddleware } from './errorMiddleware';
import { createSecretsRouter } from './secretsRouter';

const PATH = '/clusters/nonprod/namespaces/shop-dev/releases/storefront';
const password = `pass-${randomUUID()}`;
const ours = {
  'app.kubernetes.io/managed-by': 'backstage-helm',
  'backstage-helm/release': 'storefront',
};

interface Given {
  environment?: Partial<EnvironmentConfig>;
  declarations?: Declaration[];
  binding?: Binding;
  refuse?: Error;
  /** In the cluster before. */
  stored?: Record<string, any>;
  /** In place of the cluster's own answer to a write. */
  answer?: { status: number; body: object };
}

/** The route over an API server that keeps Secrets. */
async function serve(given: Given = {}) {
  const stored: Record<string, any> = { ...given.stored };
  const audit: NewAuditEntry[] = [];
  const prepared: string[] = [];
  const log: unknown[] = [];
  const keep = (...args: unknown[]) => log.push(args);
  let version = 1;
  const cluster = await startFakeApiServer(({ method, url }, body) => {
    const name = url!.split('/secrets/')[1] ?? body?.metadata.name;
    if (method === 'GET') {
      return stored[name]
        ? { body: stored[name] }
        : { status: 404, body: { message: 'not found' } };
    }
    if (given.answer) {
      return given.answer;
    }
    const before = stored[name];
    const isStale =
      method === 'PUT' &&
      body.metadata.resourceVersion !== before?.metadata.resourceVersion;
    if ((method === 'POST' && before) || isStale) {
      return { status: 409, body: { message: 'conflict' } };
    }
    version += 1;
    stored[name] = {
      ...body,
      metadata: { ...body.metadata, resourceVersion: `${version}` },
    };
    return { status: before ? 200 : 201, body: stored[name] };
  });
  const client = new HttpKubeClient(
    'nonprod',
    tokenLogin(
      { server: cluster.url, skipTlsVerify: true },
      async () => 'token',
    ),
  );
  const time = { now: 0 };
  const logger = {
    ...mockServices.logger.mock(),
    ...{ error: keep, warn: keep, info: keep, debug: keep },
  };
  const app = express();
  app.use(express.json({ limit: '2mb' }));
  app.use(
    createSecretsRouter({
      httpAuth: mockServices.httpAuth(),
      write: createSecretWriter({
        config: { environments: [anEnvironment(given.environment)] },
        authorizer: {
          async assert(_credentials, permission) {
            expect(permission.name).toBe('helm.secret.write');
            if (given.refuse) {
              throw given.refuse;
            }
          },
          principal: async ({ principal }) =>
            (principal as { userEntityRef: string }).userEntityRef,
        },
        declarations: {
          ofRelease: async () => given.declarations ?? [declaration()],
        },
        bindings: { get: async () => given.binding },
        clusters: {
          deployer: async (_environment, namespace) => {
            prepared.push(`token for ${namespace}`);
            return Object({ client });
          },
        },
        applyBaseline: async (_environment, { namespace }) => {
          prepared.push(`baseline of ${namespace}`);
        },
        audit: {
          append: async entry => {
            audit.push(entry);
          },
        },
        redactText: text => text.replace('known-secret', '••'),
        now: () => time.now,
      }),
    }),
  );
  app.use(createErrorMiddleware({ logger, redactText: text => text }));
  return {
    stored,
    audit,
    prepared,
    log,
    time,
    seen: cluster.seen,
    close: () => cluster.close(),
    put: (name: string, body: object | string, path = PATH) =>
      request(app)
        .put(`${path}/secrets/${name}`)
        .set('Authorization', mockCredentials.user.header('user:default/ana'))
        .set('content-type', 'application/json')
        .send(body),
  };
}

let served: Awaited<ReturnType<typeof serve>> | undefined;
const serving = async (given?: Given) => {
  served = await serve(given);
  return served;
};
afterEach(() => served?.close());

describe('PUT …/secrets/{secret}', () => {
  it('creates it with the deployer, labelled, and keeps only the reference', async () => {
    const { put, stored, audit, prepared, log } = await serving();
    const { status, body } = await put('db', {
      data: { password, user: 'ün' },
      reason: `New ${password}, known-secret`,
    });
    expect([status, secretReferenceSchema.parse(body)]).toEqual([
      200,
      {
        name: 'db',
        namespace: 'shop-dev',
        keys: ['password', 'user'],
        created: true,
      },
    ]);
    expect(prepared).toEqual(['baseline of shop-dev', 'token for shop-dev']);
    expect(stored.db).toMatchObject({
      type: 'Opaque',
      metadata: { name: 'db', namespace: 'shop-dev', labels: ours },
      data: {
        password: Buffer.from(password).toString('base64'),
        user: Buffer.from('ün').toString('base64'),
      },
    });
    expect(audit).toEqual([
      {
        actor: 'user:default/ana',
        action: 'secret.written',
        outcome: 'done',
        release,
        environment: 'dev',
        reason: 'New ••••••, ••',
        detail: { secret: 'db', keys: ['password', 'user'], created: true },
      },
    ]);
    expect(JSON.stringify([body, audit, log])).not.toContain(password);
  });

  it('replaces the data of what it wrote, and leaves what others put on it', async () => {
    const { put, stored } = await serving({
      stored: {
        db: {
          type: 'Opaque',
          metadata: {
            name: 'db',
            resourceVersion: '7',
            labels: { ...ours, team: 'web' },
            annotations: { note: 'x' },
          },
          data: { old: 'eA==' },
        },
      },
    });
    const { body } = await put('db', { data: { password } });
    expect(body).toMatchObject({ created: false, keys: ['password'] });
    expect(stored.db.metadata).toMatchObject({
      labels: { ...ours, team: 'web' },
      annotations: { note: 'x' },
    });
    expect(Object.keys(stored.db.data)).toEqual(['password']);
  });

  it.each([
    { type: 'Opaque', metadata: {} },
    {
      type: 'Opaque',
      metadata: { labels: { ...ours, 'backstage-helm/release': 'other' } },
    },
    {
      type: 'kubernetes.io/service-account-token',
      metadata: { labels: ours },
    },
    {
      type: 'Opaque',
      metadata: { labels: { 'app.kubernetes.io/managed-by': 'Helm' } },
    },
  ])('touches no Secret of others (%#)', async there => {
    const { put, stored, audit } = await serving({ stored: { db: there } });
    const { status, body } = await put('db', { data: { password } });
    expect([status, body.error.code]).toEqual([409, 'SECRET_NOT_OURS']);
    expect(stored.db).toBe(there);
    expect(audit).toEqual([
      expect.objectContaining({
        outcome: 'failed',
        detail: { secret: 'db', keys: ['password'], code: 'SECRET_NOT_OURS' },
      }),
    ]);
    expect(JSON.stringify([body, audit])).not.toContain(password);
  });

  it.each([
    ['sh.helm.release.v1.storefront.v1', { a: 'b' }, 'secret'],
    ['UPPER', { a: 'b' }, 'secret'],
    ['-db', { a: 'b' }, 'secret'],
    ['a..b', { a: 'b' }, 'secret'],
    ['x'.repeat(254), { a: 'b' }, 'secret'],
    ['db', {}, 'data'],
    ['db', { 'a/b': 'b' }, 'data.a/b'],
    ['db', { a: '' }, 'data.a'],
    ['db', { a: 'x'.repeat(65_537) }, 'data.a'],
    [
      'db',
      Object.fromEntries(
        Array.from({ length: 17 }, (_, index) => [
          `k${index}`,
          'é'.repeat(32_000),
        ]),
      ),
      'data',
    ],
  ])('refuses what is no Secret (%#)', async (name, data, field) => {
    const { put, seen } = await serving();
    const { status, body } = await put(name, { data });
    expect([status, body.error.code, body.error.field]).toEqual([
      400,
      'INPUT_INVALID',
      field,
    ]);
    expect(seen).toEqual([]);
  });

  it('does not quote a body that is no JSON', async () => {
    const { put, log } = await serving();
    const { status, body } = await put(
      'db',
      `{"data": {"password": ${password}`,
    );
    expect([status, body.error.code]).toEqual([400, 'INPUT_INVALID']);
    expect(JSON.stringify([body, log])).not.toContain(password.slice(0, 8));
  });

  it.each([
    [{ refuse: releaseNotFound(release) }, 404, 'NOT_FOUND', 'denied'],
    [
      {
        refuse: notAllowed(
          { type: 'basic', name: 'helm.secret.write', attributes: {} },
          release,
        ),
      },
      403,
      'NOT_ALLOWED',
      'denied',
    ],
    [{ environment: { cluster: 'other' } }, 404, 'NOT_FOUND', 'denied'],
    [
      { environment: { readOnly: true } },
      403,
      'ENVIRONMENT_READ_ONLY',
      'denied',
    ],
    [{ declarations: [] }, 409, 'NOT_DECLARED', 'failed'],
    [
      {
        declarations: [
          declaration(),
          declaration({ entityRef: 'component:default/other' }),
        ],
      },
      409,
      'BINDING_CONFLICT',
      'failed',
    ],
    [
      { answer: { status: 422, body: { message: `no ${password}` } } },
      400,
      'INPUT_INVALID',
      'failed',
    ],
    [
      { answer: { status: 403, body: { message: `no ${password}` } } },
      502,
      'CLUSTER_FORBIDDEN',
      'failed',
    ],
    [
      { answer: { status: 409, body: { message: 'conflict' } } },
      409,
      'APPLY_CONFLICT',
      'failed',
    ],
  ] as [Given, number, string, string][])(
    'refuses and says so in the trail (%#)',
    async (given, status, code, outcome) => {
      const { put, audit, stored, log } = await serving(given);
      const answer = await put('db', { data: { password } });
      expect([answer.status, answer.body.error.code]).toEqual([status, code]);
      expect(audit).toEqual([expect.objectContaining({ outcome })]);
      expect(stored).toEqual({});
      expect(JSON.stringify([answer.body, audit, log])).not.toContain(password);
    },
  );

  it('writes nothing while two declare the release', async () => {
    const { put } = await serving({
      binding: declaration() as unknown as Binding,
      declarations: [
        declaration({ entityRef: 'component:default/other' }),
        declaration(),
      ],
    });
    expect((await put('db', { data: { password } })).status).toBe(409);
  });

  it('writes no more than so many in a minute', async () => {
    const { put, time } = await serving();
    const statuses = [];
    for (let count = 0; count < 21; count += 1) {
      statuses.push((await put('db', { data: { password } })).status);
    }
    expect(statuses).toEqual([...Array(20).fill(200), 429]);
    time.now = 61_000;
    expect((await put('db', { data: { password } })).status).toBe(200);
  });
});

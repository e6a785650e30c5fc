import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockCredentials } from '@backstage/backend-test-utils';
import { NodeSDK } from '@opentelemetry/sdk-node';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace';
import express from 'express';
import type { Knex } from 'knex';
import request from 'supertest';
import { openDatabases } from '../database/__testUtils__/openDatabases';
import { createHelmHomes, createHelmRunner } from '../helm';
import { aPlan, aRelease } from '../operations/__testUtils__/aPlan';
import {
  createReplica,
  type Replica,
} from '../operations/__testUtils__/createReplica';
import type { Script } from '../operations/__testUtils__/ScriptedEngine';
import { ended } from '../operations/__testUtils__/until';
import { withSpans } from './withSpans';

jest.setTimeout(60_000);

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const BROWSER = `00-${TRACE}-b7ad6b7169203331-01`;

/** Says what it was given, as far as it has to do with traces. */
const helmStandIn = `#!/bin/sh
if [ "$1" = version ]; then printf v4.3.1; exit 0; fi
env > "$HOME/../../environment"
echo "$@" >> "$HOME/../../environment"
`;

describe('the trace of an operation', () => {
  const databases = openDatabases();
  const memory = new InMemorySpanExporter();
  const sdk = new NodeSDK({
    spanProcessors: [new SimpleSpanProcessor({ exporter: memory })],
    metricReaders: [],
    logRecordProcessors: [],
    autoDetectResources: false,
  });
  let knex: Knex;
  let root: string;
  let replica: Replica;
  let server: Server;

  beforeAll(async () => {
    sdk.start();
    knex = await databases.create('SQLite');
    root = await mkdtemp(join(tmpdir(), 'helm-trace-'));
    await writeFile(join(root, 'helm'), helmStandIn);
    await chmod(join(root, 'helm'), 0o755);
  });
  afterAll(async () => {
    await databases.close();
    await sdk.shutdown();
    await rm(root, { recursive: true, force: true });
  });
  beforeEach(async () => {
    memory.reset();
    replica = createReplica(knex);
    server = express().use(replica.router).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    await replica.worker.stop();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  function runHelm(): Script {
    const runner = createHelmRunner({
      binaries: { 4: join(root, 'helm') },
      homes: createHelmHomes({ root: join(root, 'homes'), newId: randomUUID }),
      environment: { ...process.env, TRACEPARENT: BROWSER },
      onProcess: withSpans(() => () => {}),
      pollMilliseconds: 20,
    });
    return async run => {
      run.reporter.phase('preflight', 'running');
      run.reporter.phase('preflight', 'passed');
      run.reporter.phase('apply', 'running');
      const helm = await runner.act(4, ['upgrade', '--install'], {
        kubeconfig: '{}',
        onLine: () => {},
      });
      helm.go();
      await helm.result;
      return run.engine.succeed(run);
    };
  }

  async function post(
    path: string,
    body: object,
    traceparent = BROWSER,
  ): Promise<string> {
    const { port } = server.address() as AddressInfo;
    const response = await request(`http://127.0.0.1:${port}`)
      .post(path)
      .set('authorization', mockCredentials.user.header('user:default/dana'))
      .set('idempotency-key', randomUUID())
      .set('traceparent', traceparent)
      .send(body);
    expect(response).toMatchObject({ status: 202 });
    return response.body.id;
  }

  const named = (name: string): ReadableSpan[] =>
    memory.getFinishedSpans().filter(span => span.name === name);
  const parentOf = (span: ReadableSpan) => span.parentSpanContext?.spanId;

  it('goes from the request through the queue to Helm', async () => {
    replica.engine.script = runHelm();
    const record = aPlan({ kind: 'install' });
    await replica.plans.put(record);
    const id = await post('/operations', {
      plan: record.plan.id,
      reason: 'not for others',
    });
    // It waits: no worker runs yet. Nothing of the request is left by then.
    replica.worker.start();
    await ended(replica, id);

    const spans = memory.getFinishedSpans();
    const [asked] = named('operation.request');
    const [run] = named('operation.run');
    const [apply] = named('operation.apply');
    const [helm] = named('helm upgrade');
    expect(parentOf(asked)).toBe(BROWSER.split('-')[2]);
    expect(parentOf(run)).toBe(asked.spanContext().spanId);
    expect(parentOf(named('operation.preflight')[0])).toBe(
      run.spanContext().spanId,
    );
    expect(parentOf(apply)).toBe(run.spanContext().spanId);
    expect(parentOf(helm)).toBe(run.spanContext().spanId);
    expect(helm.attributes).toEqual({
      'helm.major': 4,
      'process.exit.code': 0,
    });
    expect(new Set(spans.map(span => span.spanContext().traceId))).toEqual(
      new Set([TRACE]),
    );
    expect(run.attributes).toMatchObject({
      'helm.operation.id': id,
      'helm.operation.kind': 'install',
      'helm.environment': 'dev',
      'helm.operation.status': 'succeeded',
    });
    const told = JSON.stringify(
      spans.map(({ name, attributes, events, status }) => ({
        name,
        attributes,
        events,
        status,
      })),
    );
    expect(told).not.toContain('not for others');
    expect(told).not.toContain('user:default/dana');

    const environment = await readFile(join(root, 'environment'), 'utf8');
    expect(environment).toContain('upgrade --install');
    expect(environment).not.toMatch(/^(trace|otel)/im);
  });

  it('holds the automatic rollback, and a retry links to it', async () => {
    replica.engine.script = run => replica.engine.succeed(run);
    replica.worker.start();
    const release = aRelease();
    const first = aPlan({ kind: 'install', release });
    await replica.plans.put(first);
    await ended(
      replica,
      await post('/operations', { plan: first.plan.id, reason: 'because' }),
    );
    memory.reset();

    replica.engine.script = run =>
      run.operation.kind === 'upgrade'
        ? replica.engine.fail(run)
        : replica.engine.succeed(run);
    const upgrade = aPlan(
      { kind: 'upgrade', release },
      { rollbackOnFailure: true },
    );
    await replica.plans.put(upgrade);
    const id = await post('/operations', {
      plan: upgrade.plan.id,
      reason: 'because',
    });
    await ended(replica, id);
    const [failed, rollback] = named('operation.run');
    expect(failed.status.code).toBe(2);
    expect(rollback.attributes['helm.operation.follows']).toBe(id);
    expect(parentOf(rollback)).toBe(failed.spanContext().spanId);
    expect(rollback.spanContext().traceId).toBe(TRACE);

    const again = createReplica(knex, {
      plans: replica.plans,
      replan: async () => aPlan({ kind: 'upgrade', release }),
    });
    const other = '00-11111111111111111111111111111111-2222222222222222-01';
    const restored = server;
    server = express().use(again.router).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const retry = await post(`/operations/${id}/retry`, {}, other);
    restored.closeAllConnections();
    restored.close();
    const [asked] = named('operation.request').slice(-1);
    expect(asked.attributes).toMatchObject({
      'helm.operation.id': retry,
      'helm.operation.retry_of': id,
    });
    expect(asked.spanContext().traceId).toBe('1'.repeat(32));
    expect(asked.links.map(link => link.context.traceId)).toEqual([TRACE]);
  });

  it('says why a request was refused, by its code alone', async () => {
    const { port } = server.address() as AddressInfo;
    await request(`http://127.0.0.1:${port}`)
      .post('/operations')
      .set('authorization', mockCredentials.user.header('user:default/dana'))
      .set('idempotency-key', randomUUID())
      .send({ plan: 'none', reason: 'because' });
    const [asked] = named('operation.request');
    expect(asked.status).toEqual({ code: 2, message: 'NOT_FOUND' });
    expect(asked.events).toEqual([]);
  });
});

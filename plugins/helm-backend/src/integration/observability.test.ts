import { randomUUID } from 'node:crypto';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace';
import { startScrape, valueOf } from '../metrics/__testUtils__/startScrape';
import { driveRelease } from './__testUtils__/driveRelease';
import {
  ALLOW,
  component,
  startPortal,
  stateFile,
  until,
} from './__testUtils__/startPortal';

const suite = stateFile ? describe : describe.skip;

const TRACE = '0af7651916cd43dd8448eb211c80319c';

suite('what a portal tells of a real deploy', () => {
  const name = `watched-${randomUUID().slice(0, 6)}`;
  const release = { cluster: 'nonprod', namespace: 'shop-dev', name };
  const dev = { environment: 'dev' };
  const memory = new InMemorySpanExporter();
  let scraping: Awaited<ReturnType<typeof startScrape>>;
  let portal: Awaited<ReturnType<typeof startPortal>>;

  beforeAll(async () => {
    scraping = await startScrape([
      new SimpleSpanProcessor({ exporter: memory }),
    ]);
    portal = await startPortal({
      name,
      entities: [
        component(name, 'group:default/team-web', {
          'helm-release/environments': 'dev',
        }),
      ],
      decide: () => ALLOW,
      services: [
        createServiceFactory({
          service: metricsServiceRef,
          deps: {},
          factory: () => scraping.service,
        }),
      ],
    });
  }, 60_000);
  afterAll(async () => {
    await portal.helm(
      'uninstall',
      name,
      '-n',
      'shop-dev',
      '--ignore-not-found',
    );
    await portal.stop();
    await scraping.stop();
  }, 60_000);

  it('is in the metrics', async () => {
    const before = await scraping.scrape();
    const installs = { ...dev, kind: 'install', outcome: 'succeeded' };
    expect(valueOf(before, 'helm_operations_total', installs)).toBe(0);
    expect(
      valueOf(before, 'helm_worker_loop_age_seconds', { loop: 'claim' }),
    ).toBeLessThan(30);

    const drive = driveRelease(portal, release);
    await until(
      () => portal.get(`/entities/component/default/${name}/releases`),
      ({ targets }) => targets[0]?.headline.state === 'Absent',
    );
    const { id } = await drive.plan({ kind: 'install' });
    const { body } = await portal.send(
      'post',
      '/operations',
      { plan: id, reason: 'Watched' },
      {
        'idempotency-key': randomUUID(),
        traceparent: `00-${TRACE}-b7ad6b7169203331-01`,
      },
    );
    await drive.settled(body.id);

    const text = await scraping.scrape();
    expect(valueOf(text, 'helm_operations_total', installs)).toBe(1);
    expect(
      valueOf(text, 'helm_operation_run_seconds_sum', installs),
    ).toBeGreaterThan(0);
    expect(
      valueOf(text, 'helm_operation_wait_seconds_count', {
        ...dev,
        kind: 'install',
      }),
    ).toBe(1);
    expect(
      valueOf(text, 'helm_processes_total', { command: 'upgrade' }) ??
        valueOf(text, 'helm_processes_total', { command: 'install' }),
    ).toBe(1);
    expect(valueOf(text, 'helm_cluster_connected', dev)).toBe(1);
    // These two may have been looked at before: the next portal sees them.
    expect(text).toMatch(/^helm_releases_locked\{environment="dev".*\} 0$/m);
    expect(text).not.toMatch(/user:default|Watched/);
  }, 90_000);

  it('is one trace, from HTTP to Helm', () => {
    const spans = memory
      .getFinishedSpans()
      .filter(span => span.spanContext().traceId === TRACE);
    const names = spans.map(span => span.name);
    expect(names).toEqual(
      expect.arrayContaining([
        'operation.request',
        'operation.run',
        'operation.preflight',
        'operation.fetch',
        'operation.apply',
        'operation.settle',
        expect.stringMatching(/^helm (install|upgrade)$/),
      ]),
    );
    const run = spans.find(span => span.name === 'operation.run')!;
    const under = spans.filter(
      span => span.parentSpanContext?.spanId === run.spanContext().spanId,
    );
    expect(under.map(span => span.name)).toEqual(
      expect.arrayContaining(['operation.apply', 'operation.settle']),
    );
    expect(JSON.stringify(spans.map(span => span.attributes))).not.toContain(
      'Watched',
    );
  });
});

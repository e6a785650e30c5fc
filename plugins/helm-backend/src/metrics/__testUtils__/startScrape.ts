import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { NodeSDK } from '@opentelemetry/sdk-node';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';

/** Metrics as Prometheus gets them: a real exporter behind a real server. */
export async function startScrape(
  spanProcessors: SpanProcessor[] = [],
): Promise<{
  service: MetricsService;
  scrape(): Promise<string>;
  stop(): Promise<void>;
}> {
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const sdk = new NodeSDK({
    metricReaders: [exporter],
    spanProcessors,
    logRecordProcessors: [],
    autoDetectResources: false,
  });
  sdk.start();
  const server = createServer((request, response) =>
    exporter.getMetricsRequestHandler(request, response),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    // What Backstage's own implementation does.
    service: metrics.getMeter('backstage-plugin-helm'),
    async scrape() {
      const response = await fetch(`http://127.0.0.1:${port}/metrics`);
      return response.text();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
      await sdk.shutdown();
      metrics.disable();
    },
  };
}

/** Value of the one series with these labels, in any order. */
export function valueOf(
  text: string,
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const found = text
    .split('\n')
    .filter(line => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter(line =>
      Object.entries(labels).every(([key, value]) =>
        line.includes(`${key}="${value}"`),
      ),
    );
  return found.length === 1 ? Number(found[0].split(' ').at(-1)) : undefined;
}

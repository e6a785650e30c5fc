/*
 * Metrics and traces of the whole backend, with OpenTelemetry. Loaded before
 * everything else (`node --require ./src/instrumentation.js`), because what is
 * to be traced has to be patched before it is used. Plain JavaScript: it runs
 * from the sources and beside a built backend alike.
 *
 * Off unless asked for:
 * - TELEMETRY_PORT: Prometheus reads http://127.0.0.1:PORT/metrics. In a
 *   container set TELEMETRY_HOST too, and keep it away from users: the names of
 *   releases are in it.
 * - OTEL_TRACES_EXPORTER=otlp, OTEL_EXPORTER_OTLP_ENDPOINT: where traces go.
 */
const { isMainThread } = require('node:worker_threads');

const { TELEMETRY_PORT, TELEMETRY_HOST, OTEL_TRACES_EXPORTER } = process.env;
const hasTraces = Boolean(OTEL_TRACES_EXPORTER);

// Worker threads get the same `--require`.
if (isMainThread && (TELEMETRY_PORT || hasTraces)) {
  start();
}

function start() {
  const { NodeSDK } = require('@opentelemetry/sdk-node');
  const sdk = new NodeSDK({
    serviceName: process.env.OTEL_SERVICE_NAME || 'backstage',
    metricReaders: TELEMETRY_PORT ? [prometheus(Number(TELEMETRY_PORT))] : [],
    logRecordProcessors: [],
    // It would tell the command line and the host to whoever reads metrics.
    autoDetectResources: false,
    // Without an exporter nothing is traced, and nothing has to be patched.
    ...(hasTraces
      ? { instrumentations: instrumentations() }
      : { spanProcessors: [] }),
  });
  sdk.start();
  for (const signal of ['SIGTERM', 'SIGINT', 'beforeExit']) {
    process.once(signal, () =>
      sdk.shutdown().catch(error => {
        process.stderr.write(`Telemetry did not end well: ${error}\n`);
      }),
    );
  }
}

function prometheus(port) {
  const { PrometheusExporter } = require('@opentelemetry/exporter-prometheus');
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`TELEMETRY_PORT must be a port, not ${TELEMETRY_PORT}`);
  }
  const host = TELEMETRY_HOST || '127.0.0.1';
  return new PrometheusExporter({ host, port }, error => {
    if (error) {
      process.stderr.write(`No metrics: ${error.message}\n`);
    }
  });
}

function instrumentations() {
  const {
    HttpInstrumentation,
  } = require('@opentelemetry/instrumentation-http');
  const {
    ExpressInstrumentation,
  } = require('@opentelemetry/instrumentation-express');
  return [new HttpInstrumentation(), new ExpressInstrumentation()];
}

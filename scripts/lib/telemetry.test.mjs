import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { chooseTelemetryPort } from './telemetry.mjs';

let server;
let port;

before(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address());
});
after(() => server.close());

test('metrics are next to the portal', async () => {
  await new Promise(resolve => server.close(resolve));
  assert.equal(await chooseTelemetryPort({}, port - 1), port);
  assert.equal(
    await chooseTelemetryPort({ TELEMETRY_PORT: `${port}` }, 1),
    port,
  );
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
});

test('a portal starts without them when the port is taken', async () => {
  const said = [];
  const chosen = await chooseTelemetryPort({}, port - 1, line =>
    said.push(line),
  );
  assert.equal(chosen, undefined);
  assert.match(said.join(), /\(metrics\) is taken/);
});

test('a port that was asked for must be free', async () => {
  await assert.rejects(
    chooseTelemetryPort({ TELEMETRY_PORT: String(port) }, 1),
    /is taken/,
  );
});

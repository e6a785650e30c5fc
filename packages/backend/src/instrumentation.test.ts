import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A backend's stand-in: counts, is scraped, and ends as one does. */
const PROGRAM = `
  const { metrics } = require('@opentelemetry/api');
  metrics.getMeter('m').createCounter('helm.operations').add(1);
  const port = process.env.TELEMETRY_PORT;
  const stop = () => process.kill(process.pid, 'SIGTERM');
  process.on('SIGTERM', () => console.log('ended'));
  if (port) {
    fetch('http://127.0.0.1:' + port + '/metrics')
      .then(response => response.text())
      .then(text => console.log(text))
      .then(stop);
  } else {
    console.log(Object.keys(require.cache).filter(file => /sdk-node/.test(file)).length + ' loaded');
  }
`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise(resolve => server.close(resolve));
  return port;
}

async function start(environment: Record<string, string>): Promise<string> {
  const { stdout, stderr } = await run(
    process.execPath,
    ['--require', './src/instrumentation.js', '--eval', PROGRAM],
    {
      cwd: `${__dirname}/..`,
      env: { PATH: process.env.PATH, ...environment },
      timeout: 50_000,
    },
  );
  return stdout + stderr;
}

describe('instrumentation', () => {
  it('is off unless asked for', async () => {
    expect(await start({})).toBe('0 loaded\n');
  }, 60_000);

  it('serves metrics on loopback and ends with the process', async () => {
    const port = String(await freePort());
    const text = await start({ TELEMETRY_PORT: port });
    expect(text).toMatch(/^helm_operations_total\{.*\} 1$/m);
    expect(text).toMatch(/ended\n$/);
    // The command line may hold paths and addresses.
    expect(text).not.toContain('process_command');
  }, 60_000);

  it('says what is wrong with its port', async () => {
    await expect(start({ TELEMETRY_PORT: 'nine' })).rejects.toMatchObject({
      stderr: expect.stringContaining('must be a port, not nine'),
    });
  }, 60_000);
});

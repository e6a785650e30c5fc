import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildFrontend } from './lib/frontend.mjs';
import { greet } from './lib/greeting.mjs';
import { AlreadyRunning, releaseState, takeState } from './lib/instance.mjs';
import { isNodeAccepted, rerunUnderNode } from './lib/nodeRuntime.mjs';
import { prepareOwnClusters } from './lib/ownClusters.mjs';
import { ROOT, stateFolder } from './lib/paths.mjs';
import { startPortal } from './lib/portal.mjs';
import { MARK } from './lib/processes.mjs';
import { startService } from './lib/service.mjs';
import { setUp } from './lib/setUp.mjs';
import { endEverything } from './lib/shutdown.mjs';
import { parseStartArguments, START_HELP } from './lib/startArguments.mjs';
import { chooseTelemetryPort } from './lib/telemetry.mjs';
import { complain, print, say } from './lib/terminal.mjs';

const args = process.argv.slice(2);

try {
  process.exitCode = await main();
} catch (error) {
  const isExpected = error instanceof AlreadyRunning || !process.env.DEBUG;
  complain(isExpected ? error.message : error.stack);
  process.exitCode = 1;
}

async function main() {
  const options = parseStartArguments(args);
  if (options.help) {
    print(START_HELP);
    return 0;
  }
  if (!isNodeAccepted()) {
    return rerunUnderNode(fileURLToPath(import.meta.url), args);
  }
  const interrupted = untilInterrupted();
  const state = stateFolder(options.own ? 'own' : 'demo');
  await mkdir(join(state, 'logs'), { recursive: true });
  const address = `http://127.0.0.1:${options.port}`;
  await takeState(state, { address });
  try {
    const starting = start(options, state);
    const portal = await Promise.race([starting, interrupted]);
    if (!portal) {
      say('Stopping');
      await endEverything();
      await starting.catch(() => {}); // it fails because it was stopped
      return 130;
    }
    const failures = portal.services.map(service => service.failed);
    const why = await Promise.race([...failures, interrupted]);
    if (why) {
      complain(`${why}. Logs are in ${join(state, 'logs')}.`);
      return 1;
    }
    say('Stopping');
    return 0;
  } finally {
    await endEverything();
    await releaseState(state);
  }
}

async function start(options, state) {
  const env = { ...process.env };
  const telemetryPort = await chooseTelemetryPort(env, options.port);
  if (telemetryPort) {
    env.TELEMETRY_PORT = String(telemetryPort);
  }
  const tools = await setUp({
    state,
    env,
    ...(options.own && { tools: ['helm', 'helm3', 'kubernetes'] }),
  });
  const ownConfig =
    options.own &&
    (await prepareOwnClusters(options.own, { kubectl: tools.kubectl, state }));
  const portal = await startPortal({
    state,
    tools,
    port: options.port,
    portsFrom: options.portsFrom,
    env,
    ownConfig,
    prepare: () =>
      buildFrontend({ env, logFile: join(state, 'logs', 'frontend.log') }),
  });
  if (!options.own) {
    seed(portal, state, env);
  }
  await greet({
    ...portal,
    tools,
    isOwn: Boolean(options.own),
    telemetryPort,
  });
  return portal;
}

// Fills the clusters with the examples' releases while one already looks around.
function seed(portal, state, env) {
  const script = join(ROOT, 'scripts', 'seed.mjs');
  if (!existsSync(script)) {
    return;
  }
  const service = startService('Seeding', process.execPath, [script], {
    cwd: ROOT,
    env: {
      ...env,
      [MARK]: state,
      PORTAL_URL: portal.address,
      PORTAL_STATE: join(state, 'state.json'),
    },
    logFile: join(state, 'logs', 'seed.log'),
    onLine: line => say(`examples: ${line}`),
  });
  service.failed.then(how => {
    if (!how.endsWith('(exit code 0)')) {
      complain(`The example releases are incomplete: see ${service.logFile}`);
    }
  });
}

// The first Ctrl-C (or SIGTERM) ends in order; a second one is the terminal's own business.
function untilInterrupted() {
  return new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => resolve(undefined));
    }
  });
}

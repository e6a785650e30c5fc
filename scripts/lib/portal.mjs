import { join } from 'node:path';
import { startBackend } from './backend.mjs';
import { startClusters } from './clusters.mjs';
import { ROOT } from './paths.mjs';
import { assertPortFree } from './ports.mjs';
import { writeJson } from './records.mjs';
import { assertOnlyLoopback } from './instance.mjs';
import { say } from './terminal.mjs';

/** The configuration with which a portal listens elsewhere than app-config.yaml says. */
async function writePortConfig(state, address, port) {
  const file = join(state, 'app-config.port.yaml');
  // JSON is YAML too.
  await writeJson(file, {
    app: { baseUrl: address },
    backend: { baseUrl: address, listen: { host: '127.0.0.1', port } },
  });
  return file;
}

/**
 * Brings a whole portal up: clusters (unless the user brings their own
 * or has them `running`), then the backend that serves API and frontend.
 * `prepare` runs beside the clusters; the file `moreConfig` is read after theirs.
 * After a failure some of it may run: `endEverything` ends that.
 */
export async function startPortal(options) {
  const { state, tools, port, env, ownConfig, moreConfig, prepare } = options;
  const address = `http://127.0.0.1:${port}`;
  await assertPortFree(
    port,
    'the portal',
    'End it, or choose another port with --port.',
  );
  const clusters = ownConfig ? undefined : bringClusters(options, address);
  const [started] = await Promise.all([clusters, prepare?.()]);
  const details = started?.details;
  const configs = [
    join(ROOT, 'app-config.yaml'),
    ownConfig ?? details.appConfig,
    ...(moreConfig ? [moreConfig] : []),
    await writePortConfig(state, address, port),
  ];
  say('Starting the backend');
  const backend = await startBackend({
    state,
    configs,
    tools,
    address,
    env: { ...env, ...(details && { LOCAL_GIT_URL: details.git }) },
  });
  await assertOnlyLoopback(state, details);
  const services = [started?.service, backend].filter(Boolean);
  return { address, details, backend, services };
}

async function bringClusters({ running, ...options }, address) {
  if (running) {
    return running;
  }
  const pushWebhook = `${address}/api/events/http/local-git.push`;
  const started = await startClusters({ ...options, pushWebhook });
  say('The local clusters are up');
  return started;
}

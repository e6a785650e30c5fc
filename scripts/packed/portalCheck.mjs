import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startService } from '../lib/service.mjs';

const START_LIMIT_MS = 90_000;

/** The configuration of docs/installation.md on a port of its own, database in memory. */
export async function writeCheckConfig(folder, { config, port }) {
  const file = join(folder, 'app-config.check.yaml');
  const address = `http://127.0.0.1:${port}`;
  await writeFile(
    file,
    [
      `app: { baseUrl: '${address}' }`,
      'backend:',
      `  baseUrl: '${address}'`,
      `  listen: { host: 127.0.0.1, port: ${port} }`,
      "  database: { client: better-sqlite3, connection: ':memory:' }",
      "integrations: { github: [{ host: github.com, token: 'none' }] }",
      config,
    ].join('\n'),
  );
  return { file, address };
}

/** Starts the created app's backend and waits until it answers. */
export async function startBackend({
  folder,
  configFile,
  address,
  env,
  logFile,
}) {
  const service = startService(
    'The created backend',
    process.execPath,
    [
      '--require',
      moduleFile('@backstage/cli/config/nodeTransform.cjs', folder),
      join(folder, 'packages/backend/src/index.ts'),
      '--config',
      join(folder, 'app-config.yaml'),
      '--config',
      configFile,
    ],
    {
      cwd: join(folder, 'packages/backend'),
      env: { ...env, NODE_ENV: 'development', HELM_READER_TOKEN: 'none' },
      logFile,
    },
  );
  const deadline = Date.now() + START_LIMIT_MS;
  while (!(await isReady(address))) {
    const ended = await Promise.race([service.exited, sleep(500)]);
    if (ended || Date.now() > deadline) {
      throw new Error(
        `the created backend did not start (${
          ended ?? 'no answer'
        }), see ${logFile}`,
      );
    }
  }
  return service;
}

function moduleFile(name, folder) {
  return join(folder, 'node_modules', name);
}

async function isReady(address) {
  try {
    const url = `${address}/.backstage/health/v1/readiness`;
    return (await fetch(url)).ok;
  } catch {
    return false; // not listening yet
  }
}

/** A guest's token, as the sign-in page gets it. */
export async function guestToken(address) {
  const response = await fetch(`${address}/api/auth/guest/refresh`);
  const body = await response.json();
  return body.backstageIdentity?.token;
}

/** Whether the built frontend carries a text. */
export async function bundleHas(folder, text) {
  const dist = join(folder, 'packages/app/dist/static');
  const files = (await readdir(dist)).filter(name => name.endsWith('.js'));
  for (const name of files) {
    if ((await readFile(join(dist, name), 'utf8')).includes(text)) {
      return true;
    }
  }
  return false;
}

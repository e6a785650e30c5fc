import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './paths.mjs';
import { MARK } from './processes.mjs';
import { readyOrFailed, startService } from './service.mjs';

/**
 * Starts packages/backend, which serves the frontend too, from its sources
 * as one child process and waits until it says that it is ready.
 */
export async function startBackend(options) {
  const { state, configs, tools, address, env = process.env } = options;
  const folder = join(ROOT, 'packages', 'backend');
  const require = createRequire(join(folder, 'package.json'));
  const service = startService(
    'The backend',
    process.execPath,
    [
      '--enable-source-maps',
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      '--require',
      './src/instrumentation.js',
      'src/index.ts',
      ...configs.flatMap(file => ['--config', file]),
    ],
    {
      cwd: folder,
      env: { ...env, ...backendEnvironment({ state, tools, env }) },
      logFile: join(state, 'logs', 'backend.log'),
    },
  );
  const ready = waitForReadiness(address);
  try {
    await readyOrFailed(service, ready.promise, 120_000);
  } catch (error) {
    await service.stop();
    throw error;
  } finally {
    ready.cancel();
  }
  return service;
}

function backendEnvironment({ state, tools, env }) {
  return {
    [MARK]: state,
    NODE_ENV: env.NODE_ENV || 'development',
    LOG_LEVEL: env.LOG_LEVEL || 'info',
    PORTAL_DATABASE_DIRECTORY: join(state, 'db'),
    HELM_FOR_BACKSTAGE_HELM4: tools.helm,
    HELM_FOR_BACKSTAGE_HELM3: tools.helm3,
    ESBK_TSCONFIG_PATH: join(ROOT, 'tsconfig.json'),
  };
}

function waitForReadiness(address) {
  let isWanted = true;
  const poll = async () => {
    while (isWanted) {
      if (await answers(`${address}/.backstage/health/v1/readiness`)) {
        return;
      }
      await sleep(200);
    }
  };
  return {
    promise: poll(),
    cancel() {
      isWanted = false;
    },
  };
}

async function answers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false; // not listening yet
  }
}

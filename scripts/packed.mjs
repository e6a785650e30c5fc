// Packs the plugins and installs them into freshly created apps, of both
// frontend systems, by the lines of docs/installation.md.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runLogged } from './lib/commands.mjs';
import { stateFolder } from './lib/paths.mjs';
import { print, say } from './lib/terminal.mjs';
import { yarnOnPath } from './lib/yarnOnPath.mjs';
import { readInstallationSteps, stepOf } from './packed/installationSteps.mjs';
import { packPackages } from './packed/packPackages.mjs';
import {
  bundleHas,
  guestToken,
  startBackend,
  writeCheckConfig,
} from './packed/portalCheck.mjs';
import { createVanillaApp } from './packed/vanillaApp.mjs';

const state = stateFolder('packed');
const results = { passed: 0, failed: 0 };

async function check(name, run) {
  try {
    await run();
    results.passed += 1;
    say(`ok      ${name}`);
  } catch (error) {
    results.failed += 1;
    say(`FAILED  ${name}: ${error.message}`);
    throw error;
  }
}

function expect(condition, message) {
  if (!condition) {
    throw new Error(message);
  }
}

async function tryApp({ name, legacy, port, archives, steps, yarn }) {
  const folder = join(state, name);
  const logFile = join(state, `${name}.log`);
  const run = async (args, cwd = folder) => {
    const code = await runLogged(yarn.file, args, {
      cwd,
      env: yarn.env,
      logFile,
    });
    expect(code === 0, `yarn ${args.join(' ')} failed, see ${logFile}`);
  };
  await check(`${name}: packages added by the page's lines`, async () => {
    await createVanillaApp({ folder, legacy, archives, steps, yarn, logFile });
    await run(['install']);
  });
  await check(`${name}: types`, () => run(['tsc']));
  await check(
    `${name}: the frontend is built with the Helm pages`,
    async () => {
      await run(['build'], join(folder, 'packages/app'));
      expect(
        await bundleHas(folder, 'plugin.helm'),
        'the bundle does not name the plugin',
      );
    },
  );
  await check(`${name}: the backend serves the Helm API`, async () => {
    const { file, address } = await writeCheckConfig(folder, {
      config: stepOf(steps, 'config'),
      port,
    });
    const service = await startBackend({
      folder,
      configFile: file,
      address,
      env: yarn.env,
      logFile: join(state, `${name}-backend.log`),
    });
    try {
      const url = `${address}/api/helm/environments`;
      const closed = await fetch(url);
      expect(closed.status === 401, `without a token: ${closed.status}`);
      const token = await guestToken(address);
      const open = await fetch(url, {
        headers: { authorization: `Bearer ${token}` },
      });
      const body = await open.json();
      expect(open.status === 200, `with a token: ${open.status}`);
      expect(body.items?.[0]?.name === 'dev', 'environment dev is missing');
    } finally {
      await service.stop();
    }
  });
}

await rm(state, { recursive: true, force: true });
try {
  const steps = await readInstallationSteps();
  const yarn = await yarnOnPath(join(state, 'bin'));
  let archives;
  await check('the packages are built and packed', async () => {
    archives = await packPackages({
      yarn,
      into: join(state, 'archives'),
      logFile: join(state, 'pack.log'),
    });
  });
  const shared = { archives, steps, yarn };
  await tryApp({ name: 'new-system', legacy: false, port: 17301, ...shared });
  await tryApp({ name: 'legacy-system', legacy: true, port: 17302, ...shared });
} catch (error) {
  process.exitCode = 1;
  if (results.failed === 0) {
    results.failed = 1;
    say(`FAILED  ${error.message}`);
  }
}
print(`tests: ${results.passed} passed, ${results.failed} failed`);

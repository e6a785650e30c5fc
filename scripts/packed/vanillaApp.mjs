import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { capture, runLogged } from '../lib/commands.mjs';
import { ROOT, cacheFolder } from '../lib/paths.mjs';
import { addedPackages, splitImports, stepOf } from './installationSteps.mjs';

const CREATE_APP = '@backstage/create-app@0.9.2';

/** Backstage's own app generator, kept in the cache folder. */
async function createAppBinary(resolutions) {
  const folder = join(cacheFolder(), 'tools', 'create-app-0.9.2');
  const binary = join(folder, 'node_modules/.bin/backstage-create-app');
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({
      private: true,
      overrides: { '@backstage/errors': resolutions['@backstage/errors'] },
    }),
  );
  const { code, stderr } = await capture(
    'npm',
    ['install', '--no-audit', '--no-fund', '--prefix', folder, CREATE_APP],
    { cwd: folder, timeoutMs: 180_000 },
  );
  if (code !== 0) {
    throw new Error(`${CREATE_APP} could not be installed: ${stderr}`);
  }
  return binary;
}

/**
 * A freshly created app with our packages added by the lines of
 * docs/installation.md.
 */
export async function createVanillaApp(options) {
  const { folder, legacy, archives, steps, yarn, logFile } = options;
  const root = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  const binary = await createAppBinary(root.resolutions);
  const created = await runLogged(
    process.execPath,
    [
      binary,
      '--skip-install',
      '--path',
      folder,
      ...(legacy ? ['--legacy'] : []),
    ],
    {
      cwd: dirname(folder),
      env: { ...yarn.env, BACKSTAGE_APP_NAME: 'vanilla' },
      logFile,
    },
  );
  if (created !== 0) {
    throw new Error(`the app generator failed, see ${logFile}`);
  }
  await addPackages(folder, root, archives, steps);
  await edit(join(folder, 'packages/backend/src/index.ts'), text =>
    text.replace(
      'backend.start();',
      `${stepOf(steps, 'backend')}\nbackend.start();`,
    ),
  );
  if (legacy) {
    await addToLegacyApp(folder, steps);
  }
}

async function addPackages(folder, root, archives, steps) {
  const local = Object.fromEntries(
    [...archives].map(([name, path]) => [name, `file:${path}`]),
  );
  await editJson(join(folder, 'package.json'), manifest => {
    manifest.resolutions = {
      ...manifest.resolutions,
      ...root.resolutions,
      ...local,
    };
    delete manifest.packageManager;
  });
  for (const half of ['app', 'backend']) {
    await editJson(join(folder, `packages/${half}/package.json`), manifest => {
      for (const name of addedPackages(stepOf(steps, `add-${half}`))) {
        manifest.dependencies[name] = local[name];
      }
    });
  }
  await rm(join(folder, 'yarn.lock'), { force: true });
  await writeFile(join(folder, 'yarn.lock'), '');
  await writeFile(
    join(folder, '.yarnrc.yml'),
    'nodeLinker: node-modules\nnmMode: hardlinks-local\nenableScripts: false\nenableTelemetry: false\nenableImmutableInstalls: false\n',
  );
}

async function addToLegacyApp(folder, steps) {
  const app = splitImports(stepOf(steps, 'legacy-app'));
  await edit(join(folder, 'packages/app/src/App.tsx'), text =>
    insert(text, app, 'const routes = (', '</FlatRoutes>', '{helmRoutes}'),
  );
  const page = splitImports(stepOf(steps, 'legacy-entity'));
  await edit(
    join(folder, 'packages/app/src/components/catalog/EntityPage.tsx'),
    text =>
      insert(
        text,
        page,
        'const serviceEntityPage = (',
        '</EntityLayout>',
        '{helmContent}',
        'const serviceEntityPage = (',
      ),
  );
}

/** Imports on top, the constant before `anchor`, its use before `closing`. */
function insert(text, { imports, rest }, anchor, closing, use, after = '') {
  const at = text.indexOf(anchor);
  if (at < 0) {
    throw new Error(`the app template has no "${anchor}"`);
  }
  const withConstant = `${imports}${text.slice(0, at)}${rest}\n${text.slice(
    at,
  )}`;
  const from = withConstant.indexOf(after || closing);
  const end = withConstant.indexOf(closing, from);
  return `${withConstant.slice(0, end)}${use}${withConstant.slice(end)}`;
}

async function edit(path, change) {
  const before = await readFile(path, 'utf8');
  const after = change(before);
  if (after === before) {
    throw new Error(`${path} was not changed`);
  }
  await writeFile(path, after);
}

async function editJson(path, change) {
  const manifest = JSON.parse(await readFile(path, 'utf8'));
  change(manifest);
  await writeFile(path, `${JSON.stringify(manifest, undefined, 2)}\n`);
}

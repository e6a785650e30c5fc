import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runLogged, tailOf } from './commands.mjs';
import { hashOf } from './folderHash.mjs';
import { ROOT } from './paths.mjs';
import { readJson, recordFile, writeJson } from './records.mjs';
import { say } from './terminal.mjs';

const SOURCES = [
  'packages/app',
  'plugins/helm',
  'plugins/helm-common',
  'app-config.yaml',
  'yarn.lock',
];

/** Builds the frontend into packages/app/dist, unless it was built from the same sources. */
export async function buildFrontend({ env = process.env, logFile }) {
  const app = join(ROOT, 'packages', 'app');
  const record = recordFile('frontend');
  const hash = await hashOf(ROOT, SOURCES);
  const isBuilt = existsSync(join(app, 'dist', 'index.html'));
  if (isBuilt && (await readJson(record))?.hash === hash) {
    return;
  }
  say('Building the frontend');
  const cli = join(ROOT, 'node_modules', '.bin', 'backstage-cli');
  const config = ['--config', join(ROOT, 'app-config.yaml')];
  const code = await runLogged(
    process.execPath,
    [cli, 'package', 'build', ...config],
    { cwd: app, env, logFile },
  );
  if (code !== 0) {
    throw new Error(
      `The frontend could not be built. The end of ${logFile}:\n${await tailOf(
        logFile,
      )}`,
    );
  }
  await writeJson(record, { hash });
  say('The frontend is built');
}

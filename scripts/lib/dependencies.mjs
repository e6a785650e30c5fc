import { readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runLogged, tailOf } from './commands.mjs';
import { hashOf } from './folderHash.mjs';
import { ROOT } from './paths.mjs';
import { readJson, recordFile, writeJson } from './records.mjs';
import { say } from './terminal.mjs';

/** The file and arguments that run Yarn (a script of ours, or a program). */
export function yarnCommand(yarn, args) {
  return yarn.endsWith('.js')
    ? [process.execPath, [yarn, ...args]]
    : [yarn, args];
}

/** Installs what yarn.lock says, unless exactly that is installed. */
export async function installDependencies(yarn, options = {}) {
  const { env = process.env, logFile } = options;
  const record = recordFile('install');
  const hash = await dependencyHash();
  const isInstalled = existsSync(join(ROOT, 'node_modules', '.yarn-state.yml'));
  if (isInstalled && (await readJson(record))?.hash === hash) {
    return;
  }
  say('Installing dependencies (yarn install --immutable)');
  const [file, args] = yarnCommand(yarn, ['install', '--immutable']);
  const code = await runLogged(file, args, { cwd: ROOT, env, logFile });
  if (code !== 0) {
    const end = logFile
      ? ` The end of ${logFile}:\n${await tailOf(logFile)}`
      : '';
    throw new Error(
      `yarn install --immutable failed (a changed package.json needs "yarn install" first).${end}`,
    );
  }
  await writeJson(record, { hash });
  say('Dependencies are installed');
}

async function dependencyHash() {
  const { workspaces } = await readJson(join(ROOT, 'package.json'));
  const folders = await Promise.all(workspaces.map(expand));
  const manifests = folders.flat().map(path => join(path, 'package.json'));
  return hashOf(ROOT, [
    'package.json',
    'yarn.lock',
    '.yarnrc.yml',
    ...manifests,
  ]);
}

// `packages/*` or one folder: the two forms that this repository uses.
async function expand(pattern) {
  if (!pattern.endsWith('/*')) {
    return [pattern];
  }
  const group = pattern.slice(0, -2);
  const names = await readdir(join(ROOT, group));
  return names.map(name => join(group, name));
}

import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runLogged } from '../lib/commands.mjs';
import { ROOT } from '../lib/paths.mjs';

/** Public workspaces, in the order in which they depend on each other. */
export async function publicPackages() {
  const folders = (await readdir(join(ROOT, 'plugins'))).sort();
  const packages = [];
  for (const folder of folders) {
    const manifest = JSON.parse(
      await readFile(join(ROOT, 'plugins', folder, 'package.json'), 'utf8'),
    );
    if (!manifest.private) {
      packages.push({ name: manifest.name, folder: join('plugins', folder) });
    }
  }
  return packages;
}

/**
 * Builds and packs every public package as a release would.
 *
 * @returns package name → path of its archive
 */
export async function packPackages({ yarn, into, logFile }) {
  await mkdir(into, { recursive: true });
  const run = async (args, cwd) => {
    const code = await runLogged(yarn.file, args, {
      cwd: join(ROOT, cwd),
      env: yarn.env,
      logFile,
    });
    if (code !== 0) {
      throw new Error(
        `yarn ${args.join(' ')} in ${cwd} failed, see ${logFile}`,
      );
    }
  };
  await run(['tsc'], '.');
  const archives = new Map();
  for (const { name, folder } of await publicPackages()) {
    const archive = join(into, `${folder.replace('plugins/', '')}.tgz`);
    await run(['build'], folder);
    await run(['pack', '--out', archive], folder);
    archives.set(name, archive);
  }
  return archives;
}

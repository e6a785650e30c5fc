import { mkdir, readdir, readFile, rm, writeFile } from 'fs/promises';
import { join } from 'path';
import { isAlive, type ProcessIdentity } from './processIdentity';

const folders = ['cache', 'config', 'files', 'plugins', 'tmp', 'cwd'];
const ownerFile = 'process.json';

/** A private folder of one Helm process: 0700, its files 0600. */
export interface HelmHome {
  path: string;
  /** Empty working directory: no relative chart can be found in it. */
  cwd: string;
  writeKubeconfig(yaml: string): Promise<string>;
  /** Lets a later backend tell whether the home is still in use. */
  recordProcess(identity: ProcessIdentity): Promise<void>;
  remove(): Promise<void>;
}

/** Makes and clears private homes below one folder. */
export interface HelmHomes {
  create(): Promise<HelmHome>;
  /**
   * Removes homes that a crash left behind, credentials and all; those of a
   * Helm that still runs (it outlives the backend on purpose) stay.
   */
  removeLeftovers(): Promise<number>;
}

/** Undefined when the crash cut it off: then its Helm had not begun. */
function parseOwner(text: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param root - folder that only this backend uses */
export function createHelmHomes(options: {
  root: string;
  newId: () => string;
  isAlive?: (identity: ProcessIdentity) => Promise<boolean>;
}): HelmHomes {
  const { root, newId } = options;
  const alive = options.isAlive ?? isAlive;

  async function isInUse(home: string): Promise<boolean> {
    const text = await readFile(join(home, ownerFile), 'utf8').catch(
      () => undefined,
    );
    const owner = text && parseOwner(text);
    return owner ? alive(owner) : false;
  }

  return {
    async create() {
      const path = join(root, newId());
      await mkdir(root, { recursive: true, mode: 0o700 });
      await mkdir(path, { mode: 0o700 });
      for (const folder of folders) {
        await mkdir(join(path, folder), { mode: 0o700 });
      }
      return {
        path,
        cwd: join(path, 'cwd'),
        async writeKubeconfig(yaml) {
          const file = join(path, 'kubeconfig');
          await writeFile(file, yaml, { mode: 0o600, flag: 'wx' });
          return file;
        },
        async recordProcess(identity) {
          await writeFile(join(path, ownerFile), JSON.stringify(identity), {
            mode: 0o600,
          });
        },
        async remove() {
          await rm(path, { recursive: true, force: true });
        },
      };
    },
    async removeLeftovers() {
      const names = await readdir(root).catch((): string[] => []);
      let removed = 0;
      for (const name of names) {
        const home = join(root, name);
        if (!(await isInUse(home))) {
          await rm(home, { recursive: true, force: true });
          removed += 1;
        }
      }
      return removed;
    },
  };
}

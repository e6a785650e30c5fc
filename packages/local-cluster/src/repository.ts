import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The checkout that holds this package and the examples, searched upwards. */
export function findRepository(from = process.cwd()): string {
  let folder = resolve(from);
  while (!existsSync(join(folder, 'packages/local-cluster/stages'))) {
    const parent = dirname(folder);
    if (parent === folder) {
      throw new Error(`${from} is not inside a checkout of this repository`);
    }
    folder = parent;
  }
  return folder;
}

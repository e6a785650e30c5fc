import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from './paths.mjs';

/** What was done for which sources; goes away with node_modules. */
export function recordFile(name) {
  return join(ROOT, 'node_modules', '.cache', 'backstage-helm', `${name}.json`);
}

/** A JSON file's content, or undefined when there is none that can be read. */
export async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

/** Writes a JSON file whole or not at all. */
export async function writeJson(file, content, mode = 0o600) {
  await mkdir(dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}`;
  await writeFile(aside, `${JSON.stringify(content, null, 2)}\n`, { mode });
  await rename(aside, file);
}

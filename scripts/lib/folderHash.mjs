import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

const LEFT_OUT = new Set(['node_modules', 'dist', 'coverage', '.cache']);

/** One hash over files and folders (by path and content); what is absent counts as empty. */
export async function hashOf(root, paths) {
  const files = [];
  for (const path of paths) {
    await collect(join(root, path), files);
  }
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    hash.update(`${relative(root, file)}\0`);
    hash.update(await readFile(file));
    hash.update('\0');
  }
  return hash.digest('hex');
}

async function collect(path, files) {
  let found;
  try {
    found = await stat(path);
  } catch (error) {
    if (error.code === 'ENOENT') {
      return;
    }
    throw error;
  }
  if (found.isFile()) {
    files.push(path);
    return;
  }
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const isTaken = entry.isDirectory()
      ? !LEFT_OUT.has(entry.name)
      : entry.isFile();
    if (isTaken) {
      await collect(join(path, entry.name), files);
    }
  }
}

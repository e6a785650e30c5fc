import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { git } from './command.ts';
import { DEFAULT_BRANCH } from './seed.ts';

/**
 * Makes an empty repository that takes pushes.
 *
 * @returns false when there is one of that name
 */
export async function createRepository(
  directory: string,
  repository: string,
): Promise<boolean> {
  const bare = join(directory, `${repository}.git`);
  if (existsSync(bare)) {
    return false;
  }
  await mkdir(dirname(bare), { recursive: true });
  const unfinished = `${bare}.${randomUUID()}`;
  try {
    await git(dirname(bare), [
      'init',
      '--quiet',
      '--bare',
      `--initial-branch=${DEFAULT_BRANCH}`,
      unfinished,
    ]);
    await git(unfinished, ['config', 'http.receivepack', 'true']);
    // Fails when somebody else was faster: a repository is no empty folder.
    await rename(unfinished, bare);
    return true;
  } catch (error) {
    if (existsSync(bare)) {
      return false;
    }
    throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

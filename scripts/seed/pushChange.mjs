import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture } from '../lib/commands.mjs';

// Whoever's machine it is, their own Git settings stay out of it.
const ENVIRONMENT = {
  PATH: process.env.PATH,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
};

/**
 * Changes one file of a repository by a commit and a push, as a developer
 * would. A file that the change leaves as it was is not pushed.
 */
export async function pushChange({
  repository,
  file,
  message,
  author,
  change,
}) {
  const folder = await mkdtemp(join(tmpdir(), 'helm-example-'));
  try {
    await git(folder, ['clone', '--quiet', repository, '.']);
    const path = join(folder, file);
    const before = await readFile(path, 'utf8');
    const after = change(before);
    if (after === before) {
      return false;
    }
    await writeFile(path, after);
    const who = [
      '-c',
      `user.name=${author}`,
      '-c',
      `user.email=${author.toLowerCase()}@example.com`,
    ];
    await git(folder, [...who, 'commit', '--quiet', '-am', message]);
    await git(folder, ['push', '--quiet', 'origin', 'HEAD']);
    return true;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function git(folder, args) {
  const { code, stderr } = await capture('git', args, {
    cwd: folder,
    env: ENVIRONMENT,
  });
  if (code !== 0) {
    throw new Error(`git ${args.at(-1)}: ${stderr.trim()}`);
  }
}

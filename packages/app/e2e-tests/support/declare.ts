import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readState } from './environment';

const run = promisify(execFile);

/**
 * Changes an entity's catalog file by a push. Gives the way to push the old
 * text back.
 */
export async function declare(
  service: string,
  change: (text: string) => string,
): Promise<() => Promise<void>> {
  const before = await rewrite(service, change);
  return async () => {
    await rewrite(service, () => before);
  };
}

async function rewrite(service: string, change: (text: string) => string) {
  const folder = await mkdtemp(join(tmpdir(), 'helm-e2e-'));
  const git = (...args: string[]) =>
    run('git', args, {
      cwd: folder,
      env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' },
    });
  try {
    await git('clone', '--quiet', `${readState().git}/acme/${service}`, '.');
    const file = join(folder, 'catalog-info.yaml');
    const before = await readFile(file, 'utf8');
    await writeFile(file, change(before));
    const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
    await git(...who, 'commit', '--quiet', '--allow-empty', '-am', 'Test');
    await git('push', '--quiet', 'origin', 'HEAD');
    return before;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

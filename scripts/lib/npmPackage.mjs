import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { capture, findOnPath } from './commands.mjs';
import { fill } from './official.mjs';

/** Installs a tool that is published on npm; the folder appears only when it is complete. */
export async function installNpmPackage(tool, source, options) {
  const { platform, folder, scratch, env = process.env } = options;
  const spec = fill(source.package, tool.version, platform);
  const [file, prefix] = npmCommand(env);
  const staging = join(scratch, `npm-${process.pid}-${Date.now()}`);
  await mkdir(staging, { recursive: true });
  try {
    const { code, stdout, stderr } = await capture(
      file,
      [
        ...prefix,
        'install',
        '--prefix',
        staging,
        '--no-audit',
        '--no-fund',
        '--no-package-lock',
        ...(source.scripts ? [] : ['--ignore-scripts']),
        spec,
      ],
      { cwd: staging, env, timeoutMs: 600_000 },
    );
    if (code !== 0) {
      const lines = (stderr || stdout).trim().split('\n');
      throw new Error(
        `npm install ${spec} failed: ${lines.slice(-4).join(' ')}`,
      );
    }
    await mkdir(dirname(folder), { recursive: true });
    await rm(folder, { recursive: true, force: true });
    await rename(staging, folder);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

// Inside `npm start` npm names itself; that one also works where PATH has none.
function npmCommand(env) {
  const onPath = findOnPath('npm', env);
  if (onPath) {
    return [onPath, []];
  }
  if (env.npm_execpath) {
    return [process.execPath, [env.npm_execpath]];
  }
  throw new Error('npm is not on PATH');
}

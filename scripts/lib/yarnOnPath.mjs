import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { yarnCommand } from './dependencies.mjs';
import { withNodeFirst } from './nodeRuntime.mjs';
import { resolveTools } from './tools.mjs';

/**
 * Yarn as a program named `yarn` on PATH: the app generator and the scripts of
 * a created app call it by that name.
 *
 * @returns its path and the environment to run it and others in
 */
export async function yarnOnPath(folder) {
  const { yarn } = await resolveTools(['yarn']);
  const [file, args] = yarnCommand(yarn, []);
  await mkdir(folder, { recursive: true });
  const program = join(folder, 'yarn');
  const words = [file, ...args].map(word => `'${word}'`).join(' ');
  await writeFile(program, `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
  const env = withNodeFirst(process.env, process.execPath);
  return {
    file: program,
    env: { ...env, PATH: `${folder}${delimiter}${env.PATH}`, CI: 'true' },
  };
}

import { existsSync, readdirSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { capture, runCounting } from '../commands.mjs';
import { countTap } from '../counts.mjs';
import { ROOT } from '../paths.mjs';
import { print } from '../terminal.mjs';
import { yarnOnPath } from '../yarnOnPath.mjs';
import { FAILED, PASSED, runBin } from './context.mjs';

const byCode = code => (code === 0 ? PASSED : FAILED);

/** TypeScript, over everything. */
export const types = {
  name: 'types',
  run: async context => byCode(await runBin(context, 'tsc', [])),
};

/** ESLint, over every package. */
export const lint = {
  name: 'lint',
  run: async context =>
    byCode(await runBin(context, 'backstage-cli', ['repo', 'lint'])),
};

/** Formatting. */
export const prettier = {
  name: 'prettier',
  run: async context =>
    byCode(await runBin(context, 'prettier', ['--check', '.'])),
};

/** The tests of these scripts. */
export const scripts = {
  name: 'scripts',
  async run(context) {
    const files = testFiles(join(ROOT, 'scripts'));
    const { code, stdout, stderr } = await capture(
      process.execPath,
      ['--test', '--test-reporter=tap', ...files],
      { cwd: ROOT, env: context.env, timeoutMs: 300_000 },
    );
    if (code !== 0) {
      print(`${stdout}\n${stderr}`);
    }
    const counts = countTap(stdout);
    return code !== 0 && counts.failed === 0
      ? { ...counts, failed: 1 }
      : counts;
  },
};

/** Whether the public API is what the reports say. */
export const apiReports = {
  name: 'api-reports',
  isThere: async () => true,
  async run(context) {
    // Members of unions come in the order in which the compiler met them: only
    // a compilation from nothing gives the same order everywhere.
    await rm(join(ROOT, 'dist-types'), { recursive: true, force: true });
    const manifest = await readFile(join(ROOT, 'package.json'), 'utf8');
    const [program, ...args] =
      JSON.parse(manifest).scripts['build:api-reports'].split(' ');
    // The program calls yarn by its name.
    const { env } = await yarnOnPath(join(context.state, 'bin'));
    return byCode(
      await runBin(context, program, [...args, '--ci', '--tsc'], { env }),
    );
  },
};

/** The packed packages in new Backstage apps. */
export const packed = {
  name: 'packed',
  isThere: async () => existsSync(join(ROOT, 'scripts', 'packed.mjs')),
  run: context =>
    runCounting(process.execPath, [join(ROOT, 'scripts', 'packed.mjs')], {
      cwd: ROOT,
      env: context.env,
    }),
};

function testFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .filter(name => name.endsWith('.test.mjs'))
    .map(name => join(folder, name));
}

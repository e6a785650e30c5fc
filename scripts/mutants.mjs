// Breaks the product on purpose, one patch at a time, in a copy: each patch
// must turn its suite red. A suite that stays green protects nothing.
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runLogged } from './lib/commands.mjs';
import { withNodeFirst } from './lib/nodeRuntime.mjs';
import { ROOT, stateFolder } from './lib/paths.mjs';
import { print, say } from './lib/terminal.mjs';
import { mutants } from './mutants/mutants.mjs';

const PLUGIN = 'plugins/helm-backend';
const copy = stateFolder('mutants');
const env = withNodeFirst(process.env, process.execPath);

/** A checkout in small: the plugin's files are ours to break, the rest is linked. */
async function makeCopy() {
  await rm(copy, { recursive: true, force: true });
  await mkdir(join(copy, 'plugins'), { recursive: true });
  for (const file of ['package.json', 'tsconfig.json', 'yarn.lock']) {
    await cp(join(ROOT, file), join(copy, file));
  }
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  await cp(join(ROOT, PLUGIN), join(copy, PLUGIN), {
    recursive: true,
    filter: path => !/\/(node_modules|dist)$/.test(path),
  });
  await symlink(
    join(ROOT, PLUGIN, 'node_modules'),
    join(copy, PLUGIN, 'node_modules'),
  );
}

async function runSuite(tests, logFile) {
  const cli = join(ROOT, 'node_modules/.bin/backstage-cli');
  return runLogged(
    process.execPath,
    [cli, 'package', 'test', '--watchAll=false', ...tests],
    {
      cwd: join(copy, PLUGIN),
      env: { ...env, CI: 'true', NODE_OPTIONS: '--experimental-vm-modules' },
      logFile,
    },
  );
}

async function tryMutant({ name, edits, tests }) {
  const originals = new Map();
  for (const { file, find, replace } of edits) {
    const path = join(copy, PLUGIN, file);
    const text = await readFile(path, 'utf8');
    if (!text.includes(find)) {
      return `${file} has no longer the text that the patch looks for`;
    }
    originals.set(path, text);
    await writeFile(path, text.replace(find, replace));
  }
  const logFile = join(copy, `${name.replaceAll(/\W+/g, '-')}.log`);
  const code = await runSuite(tests, logFile);
  for (const [path, text] of originals) {
    await writeFile(path, text);
  }
  return code === 0 ? `the suite stayed green, see ${logFile}` : undefined;
}

await makeCopy();
const results = { passed: 0, failed: 0 };
const suites = [...new Set(mutants.flatMap(({ tests }) => tests))];
say('The suites as they are');
if ((await runSuite(suites, join(copy, 'unbroken.log'))) === 0) {
  for (const mutant of mutants) {
    const problem = await tryMutant(mutant);
    results[problem ? 'failed' : 'passed'] += 1;
    say(
      `${problem ? 'FAILED' : 'caught'}  ${mutant.name}${
        problem ? `: ${problem}` : ''
      }`,
    );
  }
} else {
  results.failed = 1;
  say(`FAILED  the unbroken suites are red, see ${copy}/unbroken.log`);
}
print(`tests: ${results.passed} passed, ${results.failed} failed`);
process.exitCode = results.failed ? 1 : 0;

import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runLogged } from '../commands.mjs';
import { ROOT } from '../paths.mjs';

/** A check without tests of its own counts as one. */
export const PASSED = { passed: 1, failed: 0 };
export const FAILED = { passed: 0, failed: 1 };

// A suite that hangs must not hang the run.
const LIMIT_MS = 30 * 60_000;

/** What the stages share: environment, programs, and where reports go. */
export async function createContext(state, given = {}) {
  // Every run begins with empty clusters and databases.
  for (const name of await readdir(state)) {
    if (name !== 'start.json') {
      await rm(join(state, name), { recursive: true, force: true });
    }
  }
  const reports = join(state, 'reports');
  await mkdir(reports, { recursive: true });
  await mkdir(join(state, 'logs'), { recursive: true });
  return {
    ...given,
    state,
    reports,
    env: { ...process.env, CI: '1', FORCE_COLOR: '0' },
    /** Filled by the set-up stage. */
    tools: undefined,
  };
}

/** Runs a program of node_modules/.bin under this Node; gives its exit code. */
export function runBin(context, bin, args, options = {}) {
  return runLogged(
    process.execPath,
    [join(ROOT, 'node_modules', '.bin', bin), ...args],
    {
      cwd: ROOT,
      timeoutMs: LIMIT_MS,
      ...options,
      env: { ...context.env, ...options.env },
    },
  );
}

/** Counts of a JSON report; without one, the exit code is all there is to count. */
export async function countReport(file, count, code) {
  let text;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') {
      throw error;
    }
    return { ...FAILED, note: `no report (exit code ${code})` };
  }
  const counts = count(JSON.parse(text));
  // A run may fail without a failing test (coverage, an open handle, a crash).
  return code !== 0 && counts.failed === 0
    ? { ...counts, failed: 1, note: `exit code ${code}` }
    : counts;
}

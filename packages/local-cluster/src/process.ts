import { execFile, spawn } from 'node:child_process';
import { openSync, closeSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A process of ours, recognisable after a restart: a pid alone may have been
 * given to somebody else, a pid with its start time can't.
 */
export interface ProcessRef {
  name: string;
  pid: number;
  startedAt: string;
}

/** What a finished command printed. */
export interface CommandOutput {
  stdout: string;
  stderr: string;
}

/** Runs a command to its end; a non-zero exit is an error that carries the end of stderr. */
export function run(
  file: string,
  args: string[],
  options: {
    env?: NodeJS.ProcessEnv;
    cwd?: string;
    input?: string;
    timeoutMs?: number;
  } = {},
): Promise<CommandOutput> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      args,
      {
        env: options.env ?? process.env,
        cwd: options.cwd,
        timeout: options.timeoutMs,
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        if (error) {
          const tail = (stderr || stdout || error.message).trim().slice(-2000);
          reject(
            new Error(`${file} ${args.slice(0, 3).join(' ')} failed: ${tail}`, {
              cause: error,
            }),
          );
          return;
        }
        resolve({ stdout, stderr });
      },
    );
    if (options.input !== undefined) {
      child.stdin?.end(options.input);
    }
  });
}

/** Starts a process of its own session, so that a terminal's Ctrl-C reaches only us. */
export function startDetached(
  file: string,
  args: string[],
  options: { env: NodeJS.ProcessEnv; cwd: string; logFile: string },
): number {
  const log = openSync(options.logFile, 'a', 0o600);
  try {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.unref();
    if (child.pid === undefined) {
      throw new Error(`${file} could not be started`);
    }
    return child.pid;
  } finally {
    closeSync(log);
  }
}

/** The start time of a running process, or undefined when there is none with that pid. */
export async function startTimeOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    return linuxStartTime(pid);
  }
  try {
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)]);
    return stdout.trim() || undefined;
  } catch {
    return undefined; // ps exits 1 when there is no such process
  }
}

function linuxStartTime(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined; // gone
  }
  // The command name is in brackets and may hold spaces: fields count from the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const isZombie = fields[0] === 'Z';
  return isZombie ? undefined : fields[19];
}

/** The command line of a running process; empty when it is gone. */
export async function commandOf(pid: number): Promise<string> {
  try {
    if (process.platform === 'linux') {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return words.replaceAll('\0', ' ');
    }
    const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]);
    return stdout;
  } catch {
    return ''; // no process with that pid
  }
}

/** Names a running process so that it can be recognised later. */
export async function refer(name: string, pid: number): Promise<ProcessRef> {
  const startedAt = await startTimeOf(pid);
  if (startedAt === undefined) {
    throw new Error(`${name} (pid ${pid}) ended right after its start`);
  }
  return { name, pid, startedAt };
}

/** Whether exactly this process still runs. */
export async function isRunning(ref: ProcessRef): Promise<boolean> {
  return (await startTimeOf(ref.pid)) === ref.startedAt;
}

/** Ends a process: SIGTERM, then SIGKILL after the grace time; returns when it is gone. */
export async function stopProcess(
  ref: ProcessRef,
  graceMs = 8000,
): Promise<void> {
  if (!(await isRunning(ref))) {
    return;
  }
  signal(ref.pid, 'SIGTERM');
  if (await isGoneWithin(ref, graceMs)) {
    return;
  }
  signal(ref.pid, 'SIGKILL');
  if (!(await isGoneWithin(ref, 5000))) {
    throw new Error(`${ref.name} (pid ${ref.pid}) can't be stopped`);
  }
}

function signal(pid: number, name: NodeJS.Signals) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}

async function isGoneWithin(ref: ProcessRef, ms: number): Promise<boolean> {
  const deadline = Date.now() + ms;
  while (Date.now() < deadline) {
    if (!(await isRunning(ref))) {
      return true;
    }
    await sleep(25);
  }
  return false;
}

/** Repeats a check until it returns a value; fails with what was awaited. */
export async function until<T>(
  what: string,
  timeoutMs: number,
  check: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let lastError: unknown;
  while (Date.now() < deadline) {
    try {
      const value = await check();
      if (value !== undefined) {
        return value;
      }
    } catch (error) {
      lastError = error;
    }
    await sleep(100);
  }
  throw new Error(`${what} was not ready within ${timeoutMs / 1000} s`, {
    cause: lastError,
  });
}

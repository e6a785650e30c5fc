import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { capture } from './commands.mjs';

/**
 * Set in the environment of everything that a start brings up, so that also
 * what outlived its parent can be told from other programs.
 */
export const MARK = 'BACKSTAGE_HELM_STATE';

const isLinux = process.platform === 'linux';

/** When a process began, in the system's own notation; undefined when there is none. */
export async function startTimeOf(pid) {
  if (!isLinux) {
    const { code, stdout } = await capture('ps', [
      '-o',
      'lstart=',
      '-p',
      String(pid),
    ]);
    return code === 0 ? stdout.trim() || undefined : undefined;
  }
  const stat = await readQuietly(`/proc/${pid}/stat`);
  if (!stat) {
    return undefined;
  }
  // The command's name stands in brackets and may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
}

/** Whether exactly this process still runs (a pid alone may have a new owner). */
export async function isSameProcess({ pid, startedAt }) {
  return (
    startedAt !== undefined && (await startTimeOf(Number(pid))) === startedAt
  );
}

/** A short text for a pid: its command line. */
export async function describe(pid) {
  if (!isLinux) {
    const { stdout } = await capture('ps', ['-o', 'command=', '-p', `${pid}`]);
    return stdout.trim().slice(0, 120);
  }
  const line = await readQuietly(`/proc/${pid}/cmdline`);
  return (line ?? '').replaceAll('\0', ' ').trim().slice(0, 120);
}

/** The processes (ours excluded) that were started for a state folder or one in it. */
export async function findMarked(state) {
  const wanted = `${MARK}=${state}`;
  const own = new Set([process.pid, process.ppid]);
  const found = isLinux
    ? await markedOnLinux(wanted)
    : await markedByPs(wanted);
  return found.filter(pid => !own.has(pid));
}

const isMark = wanted => text =>
  text === wanted || text.startsWith(`${wanted}/`);

async function markedOnLinux(wanted) {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const marked = await Promise.all(
    pids.map(async pid => {
      // Other users' processes are unreadable, and never ours.
      const environment = await readQuietly(`/proc/${pid}/environ`);
      const isMarked = environment?.split('\0').some(isMark(wanted));
      return isMarked ? Number(pid) : undefined;
    }),
  );
  return marked.filter(pid => pid !== undefined);
}

async function markedByPs(wanted) {
  const { stdout } = await capture('ps', ['-Eww', '-o', 'pid=,command=']);
  return stdout
    .split('\n')
    .filter(line => line.split(/\s+/).some(isMark(wanted)))
    .map(line => Number.parseInt(line, 10));
}

/** Ends processes: SIGTERM, and SIGKILL for those that are still there after the grace time. */
export async function endProcesses(pids, graceMs = 8000) {
  const refs = await Promise.all(
    pids.map(async pid => ({ pid, startedAt: await startTimeOf(pid) })),
  );
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    for (const ref of refs) {
      if (await isSameProcess(ref)) {
        kill(ref.pid, signal);
      }
    }
    if (await allGone(refs, graceMs)) {
      return;
    }
  }
}

function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') {
      throw error;
    }
  }
}

async function allGone(refs, ms) {
  const deadline = Date.now() + ms;
  for (;;) {
    const alive = await Promise.all(refs.map(isSameProcess));
    if (!alive.includes(true)) {
      return true;
    }
    if (Date.now() > deadline) {
      return false;
    }
    await sleep(50);
  }
}

async function readQuietly(path) {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined; // the process ended, or belongs to somebody else
  }
}

import { readFile } from 'fs/promises';
import { hostname } from 'os';

/** The machine that a process lives on, and since which boot. */
export interface HostIdentity {
  host: string;
  bootId: string;
}

/** A process that can't be confused with a later one of the same id. */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks since boot as the kernel tells them; absent where it doesn't. */
  startTime?: string;
}

/** Reads a file of the kernel; undefined where there is no such file. */
type ReadText = (path: string) => Promise<string>;

const fromKernel: ReadText = path => readFile(path, 'utf8');

/**
 * Host and boot of this backend. Where the kernel has no boot id (macOS), the
 * backend's own start is one: an older child then counts as another boot's.
 */
export async function readHostIdentity(
  options: { read?: ReadText; startedAt?: number } = {},
): Promise<HostIdentity> {
  const { read = fromKernel, startedAt = Date.now() } = options;
  const bootId = await read('/proc/sys/kernel/random/boot_id').catch(
    () => `started-${startedAt}`,
  );
  return { host: hostname(), bootId: bootId.trim() };
}

/** Field 22 of /proc/PID/stat; the second field may hold spaces and brackets. */
export async function processStartTime(
  pid: number,
  read: ReadText = fromKernel,
): Promise<string | undefined> {
  const stat = await read(`/proc/${pid}/stat`).catch(() => undefined);
  return stat
    ?.slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .at(19);
}

/** Whether this very process still runs; a zombie does not. */
export async function isAlive(
  process_: ProcessIdentity,
  read: ReadText = fromKernel,
): Promise<boolean> {
  const stat = await read(`/proc/${process_.pid}/stat`).catch(() => undefined);
  if (stat === undefined) {
    return process_.startTime === undefined && answersSignal(process_.pid);
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (
    fields[0] !== 'Z' &&
    (process_.startTime === undefined || fields[19] === process_.startTime)
  );
}

function answersSignal(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { clusterPids } from './clusters.mjs';
import {
  describe,
  endProcesses,
  findMarked,
  isSameProcess,
  startTimeOf,
} from './processes.mjs';
import { readJson, writeJson } from './records.mjs';
import { isLoopback, listeningSockets } from './sockets.mjs';
import { say } from './terminal.mjs';

/** Another start owns the state folder. */
export class AlreadyRunning extends Error {}

/**
 * Takes a state folder for this process. A live owner is an error that names
 * it; what a dead one left running is ended.
 */
export async function takeState(state, facts) {
  const file = join(state, 'start.json');
  const owner = await readJson(file);
  if (owner && (await isSameProcess(owner))) {
    throw new AlreadyRunning(
      `It already runs at ${owner.address} (process ${owner.pid}). ` +
        'End it with Ctrl-C in its terminal, or: kill ' +
        `${owner.pid}`,
    );
  }
  const leftovers = await findMarked(state);
  if (leftovers.length > 0) {
    say(`Ending ${leftovers.length} processes that an earlier run left`);
    await endProcesses(leftovers, 20_000);
  }
  const startedAt = await startTimeOf(process.pid);
  await writeJson(file, { pid: process.pid, startedAt, ...facts });
}

/** Gives the state folder back, after ending whatever is still marked as its own. */
export async function releaseState(state) {
  await endProcesses(await findMarked(state));
  await rm(join(state, 'start.json'), { force: true });
}

/** Fails when anything that was started for the state folder listens beyond this machine. */
export async function assertOnlyLoopback(state, details) {
  const pids = new Set(await findMarked(state));
  for (const pid of details ? clusterPids(details) : []) {
    pids.add(pid);
  }
  const sockets = await listeningSockets([...pids]);
  const open = sockets.filter(({ address }) => !isLoopback(address));
  if (open.length > 0) {
    const lines = await Promise.all(
      open.map(
        async ({ pid, address, port }) =>
          `  ${address}:${port} by process ${pid} (${await describe(pid)})`,
      ),
    );
    throw new Error(
      `These listen on more than 127.0.0.1:\n${lines.join('\n')}`,
    );
  }
  return sockets;
}

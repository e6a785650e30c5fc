import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSameProcess, startTimeOf } from './processes.mjs';

/**
 * Runs a task while no other process holds the same lock file. A lock whose
 * owner is gone is taken over.
 */
export async function withLock(file, task, options = {}) {
  const { onWait = () => {}, pollMs = 200 } = options;
  await mkdir(dirname(file), { recursive: true });
  let told = false;
  while (!(await take(file))) {
    const owner = await readOwner(file);
    if (owner && !(await isSameProcess(owner))) {
      await rm(file, { force: true });
      continue;
    }
    if (!told) {
      told = true;
      onWait(owner?.pid);
    }
    await sleep(pollMs);
  }
  try {
    return await task();
  } finally {
    await rm(file, { force: true });
  }
}

// Written aside and linked into place, so that a lock never exists without its owner.
async function take(file) {
  const aside = `${file}.${process.pid}.${randomUUID()}`;
  const owner = { pid: process.pid, startedAt: await startTimeOf(process.pid) };
  await writeFile(aside, JSON.stringify(owner));
  try {
    await link(aside, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') {
      return false;
    }
    throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

async function readOwner(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined; // just released: ask again
  }
}

import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { stopControlPlane } from './cluster/kwokctl.ts';
import { isRunning, stopProcess } from './process.ts';
import { controlPlanesFolder } from './startCluster.ts';
import { readLeftovers } from './state.ts';
import { CLUSTERS } from './topology.ts';

/** Stops what an earlier `up` that is gone left behind; fails while one runs. */
export async function cleanUp(directory: string): Promise<void> {
  const leftovers = await readLeftovers(directory);
  if (!leftovers) {
    return;
  }
  if (
    leftovers.owner.pid !== process.pid &&
    (await isRunning(leftovers.owner))
  ) {
    throw new Error(
      `The clusters of ${directory} run already (pid ${leftovers.owner.pid}). Stop them with "down" or Ctrl-C first.`,
    );
  }
  await stopLeftovers(directory);
}

/** Stops the set of a folder, whoever started it; `purge` deletes its data too. */
export async function down(
  directory: string,
  options: { purge?: boolean } = {},
): Promise<void> {
  const folder = resolve(directory);
  const leftovers = await readLeftovers(folder);
  if (leftovers) {
    // The owner stops its children itself; what it can't is stopped after it.
    await stopProcess(leftovers.owner, 30_000);
    await stopLeftovers(folder);
  }
  if (options.purge) {
    await rm(folder, { recursive: true, force: true });
  }
}

async function stopLeftovers(directory: string) {
  const leftovers = await readLeftovers(directory);
  await Promise.all([
    ...(leftovers?.processes ?? []).map(ref => stopProcess(ref)),
    ...CLUSTERS.map(name =>
      stopControlPlane(controlPlanesFolder(directory), name),
    ),
  ]);
}

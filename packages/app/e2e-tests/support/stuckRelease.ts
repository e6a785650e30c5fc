import { readdir, readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import { helmHistory } from './helmCli';
import { kubectl } from './kubectl';

/** Newest status in storage; undefined where there is no release. */
export async function statusOf(release: ReleaseRef) {
  try {
    const { cluster, namespace, name } = release;
    return (await helmHistory(cluster, namespace, name)).at(-1)?.status;
  } catch {
    return undefined;
  }
}

/** Waits until storage says so. */
export async function expectStatus(
  release: ReleaseRef,
  status: string | undefined,
) {
  await expect.poll(() => statusOf(release), { timeout: 60_000 }).toBe(status);
}

/**
 * Kills the portal's Helm that works on a release (SIGKILL), as soon as it has
 * recorded that it began.
 */
export async function killPortalsHelm(release: ReleaseRef, status: string) {
  await expectStatus(release, status);
  const pids = await helmsOf(release);
  expect(pids).toHaveLength(1);
  process.kill(pids[0], 'SIGKILL');
}

/** Helm processes that change this release: the CLI's of these tests name a kubeconfig. */
async function helmsOf({ namespace, name }: ReleaseRef): Promise<number[]> {
  const entries = (await readdir('/proc')).filter(entry => /^\d+$/.test(entry));
  const found = await Promise.all(
    entries.map(async pid => {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(
        () => '',
      );
      const [program, ...args] = line.split('\0');
      return /(^|\/)helm$/.test(program) &&
        args.includes(`--namespace=${namespace}`) &&
        args.includes(name) &&
        !args.includes('--kubeconfig')
        ? Number(pid)
        : undefined;
    }),
  );
  return found.filter(pid => pid !== undefined);
}

/** While the task runs, no new pod is let into the namespace: Helm waits and waits. */
export async function withoutNewPods<T>(
  { cluster, namespace }: ReleaseRef,
  task: () => Promise<T>,
): Promise<T> {
  const quota = ['quota', 'no-new-pods', '--namespace', namespace];
  const open = () =>
    kubectl(cluster, 'delete', ...quota, '--ignore-not-found', '--wait=true');
  await open();
  await kubectl(cluster, 'create', ...quota, '--hard=pods=0');
  try {
    return await task();
  } finally {
    await open();
  }
}

/** While the task runs, an object (`service/shop`) of the release can't be removed. */
export async function withHeldObject<T>(
  { cluster, namespace }: ReleaseRef,
  object: string,
  task: () => Promise<T>,
): Promise<T> {
  const patch = (finalizers: string[]) =>
    kubectl(
      cluster,
      'patch',
      object,
      '--namespace',
      namespace,
      '--type=merge',
      '--patch',
      JSON.stringify({ metadata: { finalizers } }),
    );
  await patch(['example.com/held']);
  try {
    return await task();
  } finally {
    await patch([]);
  }
}

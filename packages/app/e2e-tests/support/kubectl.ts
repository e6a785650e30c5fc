import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readState } from './environment';

/** Where the kubeconfig of a local cluster is, with the rights of its administrator. */
export function kubeconfigOf(cluster: string): string {
  const found = readState().clusters.find(({ name }) => name === cluster);
  if (!found) {
    throw new Error(`There is no cluster ${cluster}`);
  }
  return found.kubeconfig;
}

/** Does by hand, and as an administrator, what the portal knows nothing of. */
export async function kubectl(cluster: string, ...args: string[]) {
  const { stdout } = await promisify(execFile)(readState().tools.kubectl, [
    '--kubeconfig',
    kubeconfigOf(cluster),
    ...args,
  ]);
  return stdout;
}

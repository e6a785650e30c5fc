import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readState } from './environment';

/** One row of `helm history`. */
export interface HistoryRow {
  revision: number;
  status: string;
  chart: string;
  description: string;
}

/** What Helm's own CLI says of a release. */
export async function helmHistory(
  cluster: string,
  namespace: string,
  name: string,
): Promise<HistoryRow[]> {
  const { tools, clusters } = readState();
  const kubeconfig = clusters.find(entry => entry.name === cluster)?.kubeconfig;
  const { stdout } = await promisify(execFile)(tools.helm, [
    'history',
    name,
    '--namespace',
    namespace,
    '--kubeconfig',
    `${kubeconfig}`,
    '--output',
    'json',
  ]);
  return JSON.parse(stdout);
}

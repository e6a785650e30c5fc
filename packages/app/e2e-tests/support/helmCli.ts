import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { promisify } from 'node:util';
import { readState } from './environment';
import { kubeconfigOf } from './kubectl';

/** One row of `helm history`. */
export interface HistoryRow {
  revision: number;
  status: string;
  chart: string;
  description: string;
}

const argumentsFor = (cluster: string, args: string[]) => [
  ...args,
  '--kubeconfig',
  kubeconfigOf(cluster),
];

/** Runs Helm's own CLI as somebody at a terminal would, and gives what it wrote. */
export async function helm(cluster: string, ...args: string[]) {
  const { stdout } = await promisify(execFile)(
    readState().tools.helm,
    argumentsFor(cluster, args),
  );
  return stdout;
}

/** Starts Helm's own CLI and leaves it at work. */
export function startHelm(cluster: string, ...args: string[]): ChildProcess {
  return spawn(readState().tools.helm, argumentsFor(cluster, args), {
    stdio: 'ignore',
  });
}

/** What Helm's own CLI says of a release. */
export async function helmHistory(
  cluster: string,
  namespace: string,
  name: string,
): Promise<HistoryRow[]> {
  return JSON.parse(
    await helm(
      cluster,
      'history',
      name,
      '--namespace',
      namespace,
      '--output',
      'json',
    ),
  );
}

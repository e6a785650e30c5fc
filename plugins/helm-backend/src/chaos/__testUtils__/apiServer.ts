import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, readlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isAlive, processStartTime } from '../../helm/processIdentity';
import { pause } from './world';

/** What of the local clusters' state is needed to restart an API server. */
export interface ControlPlane {
  name: string;
  url: string;
  kubeconfig: string;
  logs: string;
}

/**
 * Kills a cluster's API server, and starts it again the way it ran before, for
 * which the kernel is asked (so on Linux only). Gives the way to bring it back.
 */
export async function stopApiServer(
  cluster: ControlPlane,
): Promise<() => Promise<void>> {
  const home = dirname(cluster.kubeconfig);
  const pidFile = join(home, 'pids', 'kube-apiserver.pid');
  const pid = Number((await readFile(pidFile, 'utf8')).trim());
  const words = async (what: string) =>
    (await readFile(`/proc/${pid}/${what}`, 'utf8'))
      .split('\0')
      .filter(Boolean);
  const [command, ...args] = await words('cmdline');
  if (!command.includes('kube-apiserver') || !args.join(' ').includes(home)) {
    throw new Error(`Process ${pid} is not the API server of ${cluster.name}`);
  }
  const cwd = await readlink(`/proc/${pid}/cwd`);
  const env = Object.fromEntries(
    (await words('environ')).map(entry => {
      const at = entry.indexOf('=');
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
  const startTime = await processStartTime(pid);
  process.kill(pid, 'SIGKILL');
  while (await isAlive({ pid, startTime })) {
    await pause(50);
  }
  return async () => {
    const log = openSync(join(cluster.logs, 'kube-apiserver.log'), 'a', 0o600);
    const child = spawn(command, args, {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.unref();
    closeSync(log);
    // Whoever stops the cluster looks there.
    await writeFile(pidFile, `${child.pid}`);
  };
}

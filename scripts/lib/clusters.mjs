import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { MARK } from './processes.mjs';
import { whoListens } from './sockets.mjs';
import { readyOrFailed, startService } from './service.mjs';

const CLI = join(ROOT, 'packages', 'local-cluster', 'src', 'cli.ts');

/** Programs that the local clusters are made of, by the names that `--tools` takes. */
const PROGRAMS = [
  'helm',
  'helm3',
  'kwok',
  'kwokctl',
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubectl',
  'registry',
];

/** The arguments that make this Node run a TypeScript file of ours. */
export const TYPESCRIPT = ['--disable-warning=ExperimentalWarning'];

/**
 * Brings the example clusters, chart sources and Git repositories up and
 * gives their state (`state.json` in the folder). They live as long as the
 * service that is returned with it.
 */
export async function startClusters(options) {
  const { state, tools, portsFrom, pushWebhook, env = process.env } = options;
  const paths = Object.fromEntries(PROGRAMS.map(name => [name, tools[name]]));
  let announce;
  const announced = new Promise(resolve => {
    announce = resolve;
  });
  const service = startService(
    'The local clusters',
    process.execPath,
    [
      ...TYPESCRIPT,
      CLI,
      'up',
      '--state',
      state,
      '--tools',
      JSON.stringify(paths),
      ...(pushWebhook ? ['--push-webhook', pushWebhook] : []),
      ...(portsFrom ? ['--ports-from', String(portsFrom)] : []),
    ],
    {
      cwd: ROOT,
      env: { ...env, [MARK]: state },
      logFile: join(state, 'logs', 'clusters.log'),
      stopMs: 60_000,
      onLine: line => {
        if (line.startsWith('READY ')) {
          announce(JSON.parse(line.slice('READY '.length)));
        }
      },
    },
  );
  try {
    const details = await readyOrFailed(service, announced, 180_000);
    return { service, details };
  } catch (error) {
    await service.stop();
    throw await namePortHolder(error);
  }
}

async function namePortHolder(error) {
  const port = /^Port (\d+) .*is taken/m.exec(error.message)?.[1];
  const holder = port && (await whoListens(Number(port)));
  return holder
    ? new Error(
        `${error.message}\nPort ${port} is held by process ${holder.pid} (${holder.command}).`,
        { cause: error },
      )
    : error;
}

/** The process ids in a clusters' state: some of them don't carry our mark. */
export function clusterPids({ owner, clusters, registry }) {
  const processes = clusters.flatMap(cluster => cluster.processes);
  return [owner, registry.process, ...processes].map(({ pid }) => pid);
}

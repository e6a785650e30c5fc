import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { ClusterPorts } from '../ports.ts';
import {
  type ProcessRef,
  commandOf,
  isRunning,
  refer,
  run,
  stopProcess,
  until,
} from '../process.ts';
import type { Tools } from '../tools.ts';

/** Where one control plane keeps its files and how it is reached. */
export interface ControlPlane {
  name: string;
  url: string;
  /** An administrator's kubeconfig, for people and tests; the portal never reads it. */
  kubeconfig: string;
  caFile: string;
  logs: string;
  processes: ProcessRef[];
}

/** What a control plane is made from. */
export interface ControlPlaneOptions {
  name: string;
  /** The folder of all control planes. */
  directory: string;
  ports: ClusterPorts;
  tools: Tools;
}

// In the order in which they may be stopped: etcd last.
const COMPONENTS = [
  'kwok-controller',
  'kube-scheduler',
  'kube-controller-manager',
  'kube-apiserver',
  'etcd',
];

// The custom resources that kwok reads from the cluster instead of from files.
const CUSTOM_RESOURCES = [
  'Stage',
  'Logs',
  'ClusterLogs',
  'ResourceUsage',
  'ClusterResourceUsage',
  'Metric',
];

/** The kwokctl configuration of a control plane. */
export function kwokctlConfiguration({
  ports,
  tools,
}: Pick<ControlPlaneOptions, 'ports' | 'tools'>): object {
  return {
    apiVersion: 'config.kwok.x-k8s.io/v1alpha1',
    kind: 'KwokctlConfiguration',
    options: {
      runtime: 'binary',
      // Without it etcd, which asks nobody for a password, listens on every interface.
      bindAddress: '127.0.0.1',
      enableCRDs: CUSTOM_RESOURCES,
      kubeApiserverPort: ports.apiserver,
      etcdPort: ports.etcd,
      etcdPeerPort: ports.etcdPeer,
      kubeControllerManagerPort: ports.controllerManager,
      kubeSchedulerPort: ports.scheduler,
      kwokControllerPort: ports.kwok,
      etcdBinary: tools.etcd,
      kubeApiserverBinary: tools['kube-apiserver'],
      kubeControllerManagerBinary: tools['kube-controller-manager'],
      kubeSchedulerBinary: tools['kube-scheduler'],
      kubectlBinary: tools.kubectl,
      kwokControllerBinary: tools.kwok,
    },
    componentsPatches: [
      // One instance each: an election would only wait for the lease of the last start.
      argument('kube-controller-manager', {
        key: 'leader-elect',
        value: 'false',
      }),
      argument('kube-scheduler', { key: 'leader-elect', value: 'false' }),
      // The same for the nodes; their status is their heartbeat then.
      argument('kwok-controller', {
        key: 'node-lease-duration-seconds',
        value: '0',
        override: true,
      }),
    ],
  };
}

// With `override` kwokctl replaces an argument that it sets itself; without, it adds one.
function argument(
  name: string,
  extra: { key: string; value: string; override?: boolean },
) {
  return { name, extraArgs: [extra] };
}

/** Starts a control plane, or starts the kept one again with its data. */
export async function startControlPlane(
  options: ControlPlaneOptions,
): Promise<ControlPlane> {
  const { name, directory, ports, tools } = options;
  const home = join(directory, 'clusters', name);
  const definition = join(home, 'kwok.yaml');
  const configFile = join(directory, `${name}.kwokctl.yaml`);
  const config = stringify(kwokctlConfiguration(options));
  const env = { ...process.env, KWOK_WORKDIR: directory };
  const kwokctl = (args: string[]) =>
    run(tools.kwokctl, [...args, '--name', name], { env, timeoutMs: 90_000 });

  await mkdir(directory, { recursive: true, mode: 0o700 });
  const before = await readFile(configFile, 'utf8').catch(() => undefined);
  const isKept =
    existsSync(definition) &&
    before === config &&
    (await readFile(definition, 'utf8')).includes(home);
  // What a crash left, and pid files that kwokctl would trust after a reboot.
  await stopControlPlane(directory, name);
  await mkdir(join(home, 'pids'), { recursive: true });
  if (isKept) {
    await kwokctl(['start', 'cluster']);
  } else {
    const hasData = existsSync(join(home, 'etcd', 'member'));
    await rm(definition, { force: true });
    await writeFile(configFile, config, { mode: 0o600 });
    try {
      await kwokctl(['create', 'cluster', '--config', configFile]);
    } catch (error) {
      // Over kept data kwokctl fails at definitions that are there already.
      if (!hasData || !String(error).includes('failed to init crds')) {
        throw error;
      }
    }
  }
  const controlPlane = {
    name,
    url: `https://127.0.0.1:${ports.apiserver}`,
    kubeconfig: join(home, 'kubeconfig.yaml'),
    caFile: join(home, 'pki', 'ca.crt'),
    logs: join(home, 'logs'),
    processes: await readProcesses(name, home),
  };
  await until(`API server of cluster ${name}`, 60_000, async () => {
    await assertAllRun(controlPlane);
    await run(
      tools.kubectl,
      [`--kubeconfig=${controlPlane.kubeconfig}`, 'get', '--raw', '/readyz'],
      { timeoutMs: 5000 },
    );
    return true;
  });
  return controlPlane;
}

async function readProcesses(name: string, home: string) {
  return Promise.all(
    COMPONENTS.map(async component => {
      const pid = await readPid(home, component);
      if (pid === undefined) {
        throw new Error(`${component} of ${name} was not started`);
      }
      return refer(`${component} of ${name}`, pid);
    }),
  );
}

async function readPid(
  home: string,
  component: string,
): Promise<number | undefined> {
  try {
    const text = await readFile(join(home, 'pids', `${component}.pid`), 'utf8');
    return Number(text.trim());
  } catch {
    return undefined; // never started
  }
}

/** Fails with the log's place when a component of the control plane has ended. */
export async function assertAllRun(controlPlane: ControlPlane): Promise<void> {
  for (const ref of controlPlane.processes) {
    if (!(await isRunning(ref))) {
      throw new Error(`${ref.name} has ended; see ${controlPlane.logs}`);
    }
  }
}

/**
 * Stops the components of a control plane, etcd last, and waits for each. Only
 * processes that run from its folder count: a pid may be somebody else's now.
 */
export async function stopControlPlane(
  directory: string,
  name: string,
): Promise<void> {
  const home = join(directory, 'clusters', name);
  for (const component of COMPONENTS) {
    const pid = await readPid(home, component);
    if (pid !== undefined && (await commandOf(pid)).includes(home)) {
      await stopProcess(await refer(`${component} of ${name}`, pid));
    }
  }
  await rm(join(home, 'pids'), { recursive: true, force: true });
}

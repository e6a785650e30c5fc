import { createServer } from 'node:net';

/** The ports of one control plane; all of them on 127.0.0.1. */
export interface ClusterPorts {
  apiserver: number;
  etcd: number;
  etcdPeer: number;
  controllerManager: number;
  scheduler: number;
  kwok: number;
}

/** Every port that a local cluster set listens on. */
export interface PortPlan {
  chartRepository: number;
  registry: number;
  git: number;
  clusters: Record<string, ClusterPorts>;
}

/** The first port of the default plan. */
export const DEFAULT_FIRST_PORT = 17100;

/** Lays the ports out from a base, ten for the services and ten for each cluster. */
export function planPorts(first: number, clusters: string[]): PortPlan {
  const last = first + 10 * (clusters.length + 1) - 1;
  if (!Number.isInteger(first) || first < 1024 || last > 65535) {
    throw new Error(
      `--ports-from ${first}: needs a whole number from 1024 to ${
        65535 - 10 * (clusters.length + 1) + 1
      }`,
    );
  }
  return {
    chartRepository: first,
    registry: first + 1,
    git: first + 2,
    clusters: Object.fromEntries(
      clusters.map((name, index) => {
        const base = first + 10 * (index + 1);
        return [
          name,
          {
            apiserver: base,
            etcd: base + 1,
            etcdPeer: base + 2,
            controllerManager: base + 3,
            scheduler: base + 4,
            kwok: base + 5,
          },
        ];
      }),
    ),
  };
}

/** The plan as pairs of what the port is for and its number. */
export function listPorts(plan: PortPlan): { use: string; port: number }[] {
  return [
    { use: 'chart repository', port: plan.chartRepository },
    { use: 'OCI registry', port: plan.registry },
    { use: 'Git', port: plan.git },
    ...Object.entries(plan.clusters).flatMap(([cluster, ports]) =>
      Object.entries(ports).map(([component, port]) => ({
        use: `${component} of cluster ${cluster}`,
        port,
      })),
    ),
  ];
}

/** Fails with the name of the first port that something else listens on. */
export async function assertPortsFree(plan: PortPlan): Promise<void> {
  for (const { use, port } of listPorts(plan)) {
    if (!(await isFree(port))) {
      throw new Error(
        `Port ${port} (${use}) is taken. End the program that listens on it, or choose other ports with --ports-from.`,
      );
    }
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES'
        ? resolve(false)
        : reject(error),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

import { join } from 'node:path';
import { startControlPlane } from './cluster/kwokctl.ts';
import { apply, forgetNodeStatus, waitForNodes } from './kubernetes/kubectl.ts';
import { clusterManifests, nodeNames } from './kubernetes/manifests.ts';
import { writeTokens } from './kubernetes/tokens.ts';
import type { ClusterPorts } from './ports.ts';
import type { ClusterState } from './state.ts';
import type { Tools } from './tools.ts';

/** Where the control planes of a set keep their files. */
export function controlPlanesFolder(directory: string): string {
  return join(directory, 'kwok');
}

/** Where the simulated pods' logs lie. */
export function podLogsFolder(directory: string): string {
  return join(directory, 'pod-logs');
}

/** Starts one cluster and gives it nodes, namespaces, accounts and rights. */
export async function startCluster(options: {
  name: string;
  directory: string;
  repository: string;
  ports: ClusterPorts;
  tools: Tools;
}): Promise<ClusterState> {
  const { name, directory, repository, ports, tools } = options;
  const controlPlane = await startControlPlane({
    name,
    directory: controlPlanesFolder(directory),
    ports,
    tools,
  });
  const target = {
    kubectl: tools.kubectl,
    kubeconfig: controlPlane.kubeconfig,
  };
  const waves = await clusterManifests({
    repository,
    cluster: name,
    podLogs: podLogsFolder(directory),
  });
  for (const manifests of waves) {
    await apply(target, manifests);
  }
  await Promise.all(
    nodeNames(name).map(node => forgetNodeStatus(target, node)),
  );
  const tokens = await writeTokens(target, name, join(directory, 'tokens'));
  await waitForNodes(target);
  return { ...controlPlane, tokens };
}

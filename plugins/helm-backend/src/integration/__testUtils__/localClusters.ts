import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

/** What the tests need of the local clusters' state file. */
export interface ClustersState {
  appConfig: string;
  chartRepository: string;
  git: string;
  tools: { helm: string; helm3: string; kubectl: string };
  clusters: { name: string; url: string; kubeconfig: string; caFile: string }[];
}

/** State file of the running local clusters, by HELM_TEST_STATE. */
export const stateFile = process.env.HELM_TEST_STATE;

export async function readClusters(): Promise<ClustersState> {
  return JSON.parse(await readFile(String(stateFile), 'utf8'));
}

/**
 * Configuration for the running clusters, with Helm's binaries, a folder of
 * its own, permissions on, and one more environment whose cluster is away.
 */
export async function configureClusters(
  state: ClustersState,
  workDir: string,
): Promise<any> {
  const config = parse(await readFile(state.appConfig, 'utf8'));
  config.permission = { enabled: true };
  config.helm.workDir = workDir;
  config.helm.binaries = { helm3: state.tools.helm3, helm4: state.tools.helm };
  config.helm.environments.push({
    name: 'moon',
    cluster: 'moon',
    connection: { server: 'https://127.0.0.1:1', token: 'x' },
    namespace: '{system}-moon',
  });
  return config;
}

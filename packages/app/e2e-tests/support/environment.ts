import { readFileSync } from 'node:fs';

/** Where the portal under test is. */
export const portalUrl = process.env.PORTAL_URL ?? 'http://127.0.0.1:7007';

/** Path of the local clusters' state.json. @throws Error when it isn't given. */
export function statePath(): string {
  const path = process.env.HELM_TEST_STATE;
  if (!path) {
    throw new Error('HELM_TEST_STATE must name the state.json of the clusters');
  }
  return path;
}

/** What the tests need of the local clusters. */
export interface ClustersState {
  git: string;
  tools: { helm: string; kubectl: string };
  chartRepository: string;
  clusters: { name: string; kubeconfig: string }[];
}

/** Reads the state of the clusters behind the portal. */
export function readState(): ClustersState {
  return JSON.parse(readFileSync(statePath(), 'utf8'));
}

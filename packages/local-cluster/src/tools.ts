import { accessSync, constants, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Absolute paths of the programs that a local cluster set is made of. */
export interface Tools {
  helm: string;
  helm3: string;
  kwok: string;
  kwokctl: string;
  etcd: string;
  'kube-apiserver': string;
  'kube-controller-manager': string;
  'kube-scheduler': string;
  kubectl: string;
  registry: string;
}

// Tool → the folder prefix in the cache and the program's name in it.
const LAYOUT: Record<keyof Tools, [folder: string, binary: string]> = {
  helm: ['helm-4.', 'helm'],
  helm3: ['helm-3.', 'helm'],
  kwok: ['kwok-', 'kwok'],
  kwokctl: ['kwok-', 'kwokctl'],
  etcd: ['etcd-', 'etcd'],
  'kube-apiserver': ['kubernetes-', 'kube-apiserver'],
  'kube-controller-manager': ['kubernetes-', 'kube-controller-manager'],
  'kube-scheduler': ['kubernetes-', 'kube-scheduler'],
  kubectl: ['kubernetes-', 'kubectl'],
  registry: ['registry-', 'registry'],
};

/** The folder that holds downloaded and built tools. */
export function toolsFolder(env: NodeJS.ProcessEnv = process.env): string {
  const cache =
    env.BACKSTAGE_HELM_CACHE ??
    join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'backstage-helm');
  return join(cache, 'tools');
}

/** Takes the given paths and finds the rest in the tools folder; names what is missing. */
export function findTools(
  given: Partial<Tools> = {},
  folder = toolsFolder(),
): Tools {
  const names = Object.keys(LAYOUT) as (keyof Tools)[];
  const entries = names.map(
    name => [name, given[name] ?? findInCache(folder, name)] as const,
  );
  const missing = entries.filter(
    ([, path]) => path === undefined || !isExecutable(path),
  );
  if (missing.length > 0) {
    throw new Error(
      `Missing tools: ${missing
        .map(([name, path]) => (path ? `${name} (${path})` : name))
        .join(', ')}. Run "npm start" once, or pass their paths with --tools.`,
    );
  }
  return Object.fromEntries(entries) as unknown as Tools;
}

function findInCache(folder: string, name: keyof Tools): string | undefined {
  const [prefix, binary] = LAYOUT[name];
  const suffix = `-${process.platform}-${process.arch}`;
  let folders: string[];
  try {
    folders = readdirSync(folder);
  } catch {
    return undefined; // no cache yet: reported as missing
  }
  const newestFirst = folders
    .filter(entry => entry.startsWith(prefix) && entry.endsWith(suffix))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return newestFirst
    .map(entry => join(folder, entry, binary))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

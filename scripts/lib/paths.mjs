import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** The folder that keeps tools between checkouts. */
export function cacheFolder(env = process.env) {
  if (env.BACKSTAGE_HELM_CACHE) {
    return resolve(env.BACKSTAGE_HELM_CACHE);
  }
  const base = env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(base, 'backstage-helm');
}

/** The state folder of one portal: databases, kubeconfigs, logs, what runs. */
export function stateFolder(name) {
  return join(ROOT, '.local', name);
}

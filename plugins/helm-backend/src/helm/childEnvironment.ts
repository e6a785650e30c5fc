import { join } from 'path';

const passedOn = [
  'PATH',
  'TZ',
  'LANG',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
] as const;

/** Only an acting Helm talks to the network, so only it hears of the proxy. */
const proxies = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
] as const;

/** Soft limit of the Go heap (quality.md §1.1: charts that eat memory). */
const GO_MEMORY_LIMIT = '512MiB';

/**
 * Everything a Helm child sees of the world: an allow-list of the backend's
 * own variables and the private home. Whatever else the backend has, such as
 * hostile `HELM_*` or the pod's service account address, does not exist for it
 * (engines.md §2.9).
 *
 * @param parent - the backend's environment
 * @param home - absolute path of the private home
 * @param kubeconfig - absolute path of ours; absent = no cluster at all
 */
export function childEnvironment(
  parent: Readonly<Record<string, string | undefined>>,
  home: string,
  kubeconfig?: string,
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of kubeconfig ? [...passedOn, ...proxies] : passedOn) {
    const value = parent[name];
    if (value !== undefined) {
      environment[name] = value;
    }
  }
  const cache = join(home, 'cache');
  const settings = join(home, 'config');
  const files = join(home, 'files');
  return {
    ...environment,
    HOME: home,
    TMPDIR: join(home, 'tmp'),
    HELM_CACHE_HOME: cache,
    HELM_CONFIG_HOME: settings,
    HELM_DATA_HOME: files,
    HELM_REPOSITORY_CACHE: join(cache, 'repository'),
    HELM_CONTENT_CACHE: join(cache, 'content'),
    HELM_REPOSITORY_CONFIG: join(settings, 'repositories.yaml'),
    HELM_REGISTRY_CONFIG: join(settings, 'registry.json'),
    HELM_PLUGINS: join(home, 'plugins'),
    HELM_NO_PLUGINS: '1',
    HELM_DRIVER: 'secret',
    NO_COLOR: '1',
    GOMEMLIMIT: GO_MEMORY_LIMIT,
    // Always set: without it Helm would look for ~/.kube/config or, in a pod,
    // fall back to the portal's own service account.
    KUBECONFIG: kubeconfig ?? join(home, 'no-cluster'),
  };
}

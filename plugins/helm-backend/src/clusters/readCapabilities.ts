import type { KubeClient } from './KubeClient';

const DISCOVERY =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/**
 * Kubernetes version and what the API server serves, in the two forms that
 * charts ask for: `apps/v1` and `apps/v1/Deployment`.
 */
export async function readCapabilities(
  client: KubeClient,
): Promise<{ kubeVersion: string; apiVersions: string[] }> {
  const [version, core, groups] = await Promise.all([
    client.request('GET', '/version'),
    client.request('GET', '/api', { accept: DISCOVERY }),
    client.request('GET', '/apis', { accept: DISCOVERY }),
  ]);
  const apiVersions = new Set<string>();
  for (const item of [
    ...(core.body.items ?? []),
    ...(groups.body.items ?? []),
  ]) {
    for (const served of item.versions ?? []) {
      const group = item.metadata?.name;
      const apiVersion = group ? `${group}/${served.version}` : served.version;
      apiVersions.add(apiVersion);
      for (const resource of served.resources ?? []) {
        if (resource.responseKind?.kind) {
          apiVersions.add(`${apiVersion}/${resource.responseKind.kind}`);
        }
      }
    }
  }
  return {
    kubeVersion: String(version.body.gitVersion),
    apiVersions: [...apiVersions].sort(),
  };
}

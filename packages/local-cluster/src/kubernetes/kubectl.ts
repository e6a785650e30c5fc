import { run } from '../process.ts';

/** How to reach one cluster as its administrator. */
export interface KubectlTarget {
  kubectl: string;
  kubeconfig: string;
}

/** Applies manifests; objects that are as wanted stay untouched. */
export async function apply(
  target: KubectlTarget,
  manifests: string,
): Promise<void> {
  await run(
    target.kubectl,
    [
      `--kubeconfig=${target.kubeconfig}`,
      'apply',
      '--server-side',
      '--force-conflicts',
      '--field-manager=local-cluster',
      '-f',
      '-',
    ],
    { input: manifests, timeoutMs: 60_000 },
  );
}

/** Reads one field of one object by JSONPath; empty when it isn't set. */
export async function readField(
  target: KubectlTarget,
  object: { namespace: string; resource: string; path: string },
): Promise<string> {
  const { stdout } = await run(
    target.kubectl,
    [
      `--kubeconfig=${target.kubeconfig}`,
      `--namespace=${object.namespace}`,
      'get',
      object.resource,
      `--output=jsonpath=${object.path}`,
    ],
    { timeoutMs: 20_000 },
  );
  return stdout;
}

/** Tells the API server at which port a node's pods answer for their logs. */
export async function setKubeletPort(
  target: KubectlTarget,
  node: string,
  port: number,
): Promise<void> {
  const status = { daemonEndpoints: { kubeletEndpoint: { Port: port } } };
  await run(
    target.kubectl,
    [
      `--kubeconfig=${target.kubeconfig}`,
      'patch',
      `node/${node}`,
      '--subresource=status',
      '--type=merge',
      `--patch=${JSON.stringify({ status })}`,
    ],
    { timeoutMs: 20_000 },
  );
}

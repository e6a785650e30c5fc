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

/**
 * Marks a node as unknown, as if its kubelet had gone: kwok starts it anew. A
 * kept node would name the port of the last start, where nobody answers for logs.
 */
export async function forgetNodeStatus(
  target: KubectlTarget,
  node: string,
): Promise<void> {
  const conditions = [
    { type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' },
  ];
  await run(
    target.kubectl,
    [
      `--kubeconfig=${target.kubeconfig}`,
      'patch',
      `node/${node}`,
      '--subresource=status',
      '--type=merge',
      `--patch=${JSON.stringify({ status: { conditions } })}`,
    ],
    { timeoutMs: 20_000 },
  );
}

/** Waits until kwok has made every node ready; from then on it moves pods too. */
export async function waitForNodes(target: KubectlTarget): Promise<void> {
  await run(
    target.kubectl,
    [
      `--kubeconfig=${target.kubeconfig}`,
      'wait',
      'nodes',
      '--all',
      '--for=condition=Ready',
      '--timeout=60s',
    ],
    { timeoutMs: 70_000 },
  );
}

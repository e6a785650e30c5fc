import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../process.ts';
import {
  KUBERNETES_PLUGIN_ACCOUNT,
  PORTAL_NAMESPACE,
  environmentsOf,
  readerAccount,
} from '../topology.ts';
import { type KubectlTarget, readField } from './kubectl.ts';

/** Files (mode 0600) with the long-lived tokens of one cluster's reader accounts. */
export interface ClusterTokens {
  /** For Backstage's Kubernetes plugin. */
  kubernetesPlugin: string;
  /** By environment name. */
  readers: Record<string, string>;
}

/** Writes the reader accounts' tokens to files that only this user can read. */
export async function writeTokens(
  target: KubectlTarget,
  cluster: string,
  directory: string,
): Promise<ClusterTokens> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const write = async (account: string): Promise<string> => {
    const token = await until(`token of ${account}`, 30_000, async () => {
      const data = await readField(target, {
        namespace: PORTAL_NAMESPACE,
        resource: `secret/${account}-token`,
        path: '{.data.token}',
      });
      return data || undefined;
    });
    const file = join(directory, `${cluster}-${account}`);
    await writeFile(file, Buffer.from(token, 'base64'), { mode: 0o600 });
    return file;
  };
  const readers = await Promise.all(
    environmentsOf(cluster).map(
      async ({ name }) => [name, await write(readerAccount(name))] as const,
    ),
  );
  return {
    kubernetesPlugin: await write(KUBERNETES_PLUGIN_ACCOUNT),
    readers: Object.fromEntries(readers),
  };
}

import { readFile } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import { HelmError } from '@backstage-helm/plugin-helm-common';
import type { KubeConfig } from '@kubernetes/client-node';
import type { ClusterConnectionConfig } from '../config/HelmConfig';
import type { ClusterLogin } from './ClusterLogin';

type ClientNode = typeof import('@kubernetes/client-node');
let clientNode: Promise<ClientNode> | undefined;

/**
 * Reads a configured connection through client-node: the only file that
 * imports it. It is ESM-only, hence the import at run time.
 *
 * @throws HelmError CLUSTER_CREDENTIALS_REFUSED when the connection would run
 *   a program that the configuration does not allow, or can't be read.
 */
export async function loadClusterLogin(
  cluster: string,
  connection: ClusterConnectionConfig,
): Promise<ClusterLogin> {
  clientNode ??= import('@kubernetes/client-node');
  const { KubeConfig: KubeConfigClass } = await clientNode;
  const config = new KubeConfigClass();
  load(config, cluster, connection);
  const target = config.getCurrentCluster();
  if (!target) {
    throw refused(
      cluster,
      'its connection names no cluster',
      'Check the context of the connection.',
    );
  }
  return {
    endpoint: {
      server: target.server.replace(/\/+$/, ''),
      ca: target.caData
        ? Buffer.from(target.caData, 'base64').toString('utf8')
        : await readOptional(target.caFile),
      skipTlsVerify: target.skipTLSVerify ?? false,
      tlsServerName: target.tlsServerName,
    },
    async sign() {
      const options: RequestOptions = {};
      await config.applyToHTTPSOptions(options);
      const headers: Record<string, string> = {};
      for (const [name, value] of Object.entries(options.headers ?? {})) {
        headers[name.toLowerCase()] = String(value);
      }
      if (options.auth) {
        headers.authorization = `Basic ${Buffer.from(options.auth).toString(
          'base64',
        )}`;
      }
      return {
        headers,
        cert: options.cert?.toString(),
        key: options.key?.toString(),
      };
    },
  };
}

function load(
  config: KubeConfig,
  cluster: string,
  connection: ClusterConnectionConfig,
): void {
  if (connection.type === 'inCluster') {
    config.loadFromCluster();
    return;
  }
  if (connection.type === 'direct') {
    config.loadFromClusterAndUser(
      {
        name: cluster,
        server: connection.server,
        caData: connection.ca && Buffer.from(connection.ca).toString('base64'),
        skipTLSVerify: connection.skipTlsVerify,
      },
      { name: 'reader', token: connection.token },
    );
    return;
  }
  try {
    config.loadFromFile(connection.file);
  } catch (error) {
    throw refused(
      cluster,
      `its kubeconfig ${connection.file} can't be read`,
      'Give a file that the backend may read.',
      error as Error,
    );
  }
  if (!config.getContextObject(connection.context)) {
    throw refused(
      cluster,
      `its kubeconfig has no context '${connection.context}'`,
      `Use one of ${config
        .getContexts()
        .map(context => context.name)
        .join(', ')}.`,
    );
  }
  config.setCurrentContext(connection.context);
  const user = config.getCurrentUser();
  // A credential plugin runs a program with the backend's rights (CVE-2022-24817).
  if ((user?.exec || user?.authProvider) && !connection.allowExec) {
    throw refused(
      cluster,
      `context '${connection.context}' uses a credential plugin`,
      'Use a token or certificate, or set connection.allowExec: true.',
    );
  }
}

async function readOptional(file?: string): Promise<string | undefined> {
  return file ? readFile(file, 'utf8') : undefined;
}

function refused(
  cluster: string,
  what: string,
  wayOut: string,
  cause?: Error,
): HelmError {
  return new HelmError(
    {
      code: 'CLUSTER_CREDENTIALS_REFUSED',
      message: `Cluster ${cluster} can't be used: ${what}.`,
      wayOut,
    },
    { status: 502, cause },
  );
}

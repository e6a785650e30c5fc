import { readFileSync } from 'node:fs';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { ClusterConnectionConfig } from './HelmConfig';
import type { EnvironmentInput } from './schema';

const LOCATORS = 'kubernetes.clusterLocatorMethods';

/** Cluster name and connection of an environment. `path` is its key, for errors. */
export function readConnection(
  environment: EnvironmentInput,
  path: string,
  root: Config,
): { cluster: string; connection: ClusterConnectionConfig } {
  const { connection } = environment;
  if (connection === undefined) {
    if (!environment.cluster) {
      throw new InputError(
        `${path}.cluster is missing: give the name of a cluster of ${LOCATORS}, or ${path}.connection`,
      );
    }
    return {
      cluster: environment.cluster,
      connection: locatedCluster(environment.cluster, `${path}.cluster`, root),
    };
  }
  if (connection === 'inCluster') {
    return {
      cluster: environment.cluster ?? 'in-cluster',
      connection: { type: 'inCluster' },
    };
  }
  if ('kubeconfig' in connection) {
    return {
      cluster: environment.cluster ?? connection.context,
      connection: {
        type: 'kubeconfig',
        file: connection.kubeconfig,
        context: connection.context,
        allowExec: connection.allowExec,
      },
    };
  }
  if (!environment.cluster) {
    throw new InputError(
      `${path}.cluster is missing: a connection by server address needs a name for its cluster`,
    );
  }
  return {
    cluster: environment.cluster,
    connection: {
      type: 'direct',
      server: checkedServer(connection.server, `${path}.connection.server`),
      ca:
        connection.ca ??
        readCaFile(connection.caFile, `${path}.connection.caFile`),
      skipTlsVerify: connection.skipTlsVerify,
      token: connection.token,
    },
  };
}

function locatedCluster(
  name: string,
  path: string,
  root: Config,
): ClusterConnectionConfig {
  const clusters = (root.getOptionalConfigArray(LOCATORS) ?? [])
    .filter(method => method.getString('type') === 'config')
    .flatMap(method => method.getOptionalConfigArray('clusters') ?? []);
  const cluster = clusters.find(entry => entry.getString('name') === name);
  if (!cluster) {
    const known = clusters.map(entry => entry.getString('name'));
    throw new InputError(
      `${path} names '${name}', which ${LOCATORS} does not have: ${
        known.length
          ? `use one of ${known.join(', ')}`
          : 'add it there with type config'
      }, or give a connection`,
    );
  }
  const caData = cluster.getOptionalString('caData');
  return {
    type: 'direct',
    server: checkedServer(
      cluster.getString('url'),
      `url of cluster '${name}' in ${LOCATORS}`,
    ),
    ca: caData
      ? Buffer.from(caData, 'base64').toString('utf8')
      : readCaFile(
          cluster.getOptionalString('caFile'),
          `caFile of cluster '${name}' in ${LOCATORS}`,
        ),
    skipTlsVerify: cluster.getOptionalBoolean('skipTLSVerify') ?? false,
    token: cluster.getOptionalString('serviceAccountToken'),
  };
}

function checkedServer(text: string, path: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['https:', 'http:'].includes(url.protocol) || url.username) {
    throw new InputError(
      `${path} is not the address of an API server: it must be like https://10.0.0.1:6443, without a user`,
    );
  }
  return text.replace(/\/+$/, '');
}

function readCaFile(file: string | undefined, path: string) {
  if (!file) {
    return undefined;
  }
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(
      `${path} can't be read (${file}): it must be a PEM file that the backend may read`,
      error as Error,
    );
  }
}

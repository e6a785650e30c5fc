import { readFile } from 'node:fs/promises';
import { HelmError } from '@backstage-helm/plugin-helm-common';
import type { BaselineAccess } from '../baseline/createBaseline';
import type { EnvironmentConfig, HelmConfig } from '../config/HelmConfig';
import { tokenLogin, type ClusterLogin } from './ClusterLogin';
import { HttpKubeClient } from './HttpKubeClient';
import type { ClusterAccess, DeployerIdentity, KubeClient } from './KubeClient';
import { loadClusterLogin } from './loadClusterLogin';
import { readCapabilities } from './readCapabilities';
import { OPERATION_CONTEXT, writeKubeconfig } from './writeKubeconfig';

const CAPABILITIES_TTL_MS = 5 * 60_000;
/** Shortest life that TokenRequest gives. */
const MIN_TOKEN_SECONDS = 600;

type Reader = { client: HttpKubeClient; login: ClusterLogin };
type Capabilities = { kubeVersion: string; apiVersions: string[] };

/** Cluster connections by environment: one reader each, deployers minted per operation. */
export class DefaultClusterAccess implements ClusterAccess, BaselineAccess {
  readonly #environments: ReadonlyMap<string, EnvironmentConfig>;
  readonly #now: () => number;
  readonly #readers = new Map<string, Promise<Reader>>();
  readonly #capabilities = new Map<
    string,
    { at: number; value: Promise<Capabilities> }
  >();

  constructor(options: {
    config: Pick<HelmConfig, 'environments'>;
    now: () => number;
  }) {
    this.#environments = new Map(
      options.config.environments.map(entry => [entry.name, entry]),
    );
    this.#now = options.now;
  }

  async reader(environment: string): Promise<KubeClient> {
    return (await this.#reader(environment)).client;
  }

  async deployer(
    environment: string,
    namespace: string,
    options: { expiresInSeconds: number },
  ): Promise<DeployerIdentity> {
    const { login } = await this.#reader(environment);
    const { cluster, identity } = this.#environment(environment);
    const { serviceAccount } = identity.deployer;
    const { token, expirationTimestamp } = await this.#mint(
      environment,
      { namespace, serviceAccount },
      options.expiresInSeconds,
      `Create the service account ${serviceAccount} in namespace ${namespace} with the deployer's rights.`,
    );
    const deployer = new HttpKubeClient(
      cluster,
      tokenLogin(login.endpoint, async () => token),
    );
    await refuseAdmin(deployer, this.#environment(environment), 'deployer');
    return {
      client: deployer,
      kubeconfig: writeKubeconfig(login.endpoint, token, namespace),
      context: OPERATION_CONTEXT,
      expiresAt: expirationTimestamp,
      secrets: [token],
    };
  }

  /** Prepares namespaces (`baseline`), with a token of its own account. */
  async baseline(environment: string): Promise<HttpKubeClient> {
    const { login } = await this.#reader(environment);
    const config = this.#environment(environment);
    const { namespace, serviceAccount } = config.baseline.identity;
    const { token } = await this.#mint(
      environment,
      { namespace, serviceAccount },
      MIN_TOKEN_SECONDS,
      `Create the service account ${serviceAccount} in namespace ${namespace} with the rights of the baseline.`,
    );
    const client = new HttpKubeClient(
      config.cluster,
      tokenLogin(login.endpoint, async () => token),
    );
    await refuseAdmin(client, config, 'baseline');
    return client;
  }

  async capabilities(environment: string): Promise<Capabilities> {
    const { cluster } = this.#environment(environment);
    const known = this.#capabilities.get(cluster);
    if (known && this.#now() - known.at < CAPABILITIES_TTL_MS) {
      return known.value;
    }
    const value = this.reader(environment).then(readCapabilities);
    this.#capabilities.set(cluster, { at: this.#now(), value });
    try {
      return await value;
    } catch (error) {
      this.#capabilities.delete(cluster);
      throw error;
    }
  }

  /** Closes the readers' connections. */
  async close(): Promise<void> {
    const readers = await Promise.allSettled(this.#readers.values());
    for (const reader of readers) {
      if (reader.status === 'fulfilled') {
        reader.value.client.close();
      }
    }
  }

  /** A short token of a service account, asked for by the reader. */
  async #mint(
    environment: string,
    account: { namespace: string; serviceAccount: string },
    seconds: number,
    wayOut: string,
  ): Promise<{ token: string; expirationTimestamp: string }> {
    const { client } = await this.#reader(environment);
    const { namespace, serviceAccount } = account;
    const answer = await client.request(
      'POST',
      `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`,
      {
        body: {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'TokenRequest',
          spec: {
            expirationSeconds: Math.max(MIN_TOKEN_SECONDS, Math.ceil(seconds)),
          },
        },
      },
    );
    if (answer.status !== 201) {
      throw new HelmError(
        {
          code: 'CLUSTER_CREDENTIALS_REFUSED',
          message: `Cluster ${
            this.#environment(environment).cluster
          } gave no token for service account ${namespace}/${serviceAccount}: ${
            answer.body.message ?? `status ${answer.status}`
          }.`,
          wayOut,
        },
        { status: 502 },
      );
    }
    return answer.body.status;
  }

  #environment(name: string): EnvironmentConfig {
    const found = this.#environments.get(name);
    if (!found) {
      throw new HelmError(
        {
          code: 'NOT_FOUND',
          field: 'environment',
          message: `There is no environment '${name}'.`,
        },
        { status: 404 },
      );
    }
    return found;
  }

  async #reader(name: string): Promise<Reader> {
    const known = this.#readers.get(name);
    if (known) {
      return known;
    }
    const opened = this.#open(this.#environment(name));
    this.#readers.set(name, opened);
    try {
      return await opened;
    } catch (error) {
      // Not kept: the next call tries again.
      this.#readers.delete(name);
      throw error;
    }
  }

  async #open(environment: EnvironmentConfig): Promise<Reader> {
    const own = await loadClusterLogin(
      environment.cluster,
      environment.connection,
    );
    const { token, tokenFile } = environment.identity.reader;
    let login = own;
    if (tokenFile) {
      // Read each time: projected tokens change on disk.
      login = tokenLogin(own.endpoint, async () =>
        (await readFile(tokenFile, 'utf8')).trim(),
      );
    } else if (token) {
      login = tokenLogin(own.endpoint, async () => token);
    }
    const client = new HttpKubeClient(environment.cluster, login);
    await refuseAdmin(client, environment, 'reader');
    return { client, login };
  }
}

/** An identity that may do everything is a mistake unless it was asked for. */
async function refuseAdmin(
  client: KubeClient,
  environment: EnvironmentConfig,
  role: 'reader' | 'deployer' | 'baseline',
): Promise<void> {
  if (environment.identity.allowAdmin) {
    return;
  }
  const review = await client.request(
    'POST',
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    {
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: {
          resourceAttributes: { group: '*', resource: '*', verb: '*' },
        },
      },
    },
  );
  if (review.body.status?.allowed === true) {
    throw new HelmError(
      {
        code: 'CLUSTER_CREDENTIALS_REFUSED',
        field: `helm.environments.${environment.name}.identity`,
        message: `The ${role} of environment ${environment.name} may do everything in cluster ${environment.cluster}.`,
        wayOut:
          'Give it a service account with the rights that it needs, or set identity.allowAdmin: true.',
      },
      { status: 502 },
    );
  }
}

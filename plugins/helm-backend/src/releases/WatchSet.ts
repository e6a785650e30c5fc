import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterAccess } from '../clusters/KubeClient';
import type { EnvironmentConfig, HelmConfig } from '../config/HelmConfig';
import { environmentOf } from '../config/environmentOf';
import type { StoreStatus } from './ReleaseStore';
import { watchSecrets } from './SecretWatch';
import type { SecretIdentity } from './toStoredRevision';

/** A cluster that said nothing for this long is asked whether it is there. */
const SILENCE_MS = 20_000;

export interface WatchSetOptions {
  config: Pick<HelmConfig, 'environments'>;
  clusters: ClusterAccess;
  logger: LoggerService;
  now: () => number;
  random: () => number;
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  replaced: (
    environment: EnvironmentConfig,
    isListed: (namespace: string) => boolean,
    secrets: SecretIdentity[],
  ) => void;
  changed: (environment: EnvironmentConfig, secret: SecretIdentity) => unknown;
  removed: (environment: EnvironmentConfig, secret: SecretIdentity) => unknown;
}

interface Watch {
  abort: AbortController;
  ended: Promise<void>;
  isListed: boolean;
  problem?: string;
}

interface Contact {
  at?: number;
  isConnected: boolean;
  problem?: string;
}

/** The watches of every environment and what is known of its cluster. */
export class WatchSet {
  readonly #options: WatchSetOptions;
  readonly #watches = new Map<string, Watch>();
  readonly #contacts = new Map<string, Contact>();
  readonly #stopping = new AbortController();
  readonly #heartbeats: Promise<void>[];

  constructor(options: WatchSetOptions) {
    this.#options = options;
    this.#heartbeats = options.config.environments.map(environment => {
      this.#contacts.set(environment.name, { isConnected: false });
      return this.#heartbeat(environment);
    });
  }

  follow(name: string, namespaces: Iterable<string>): void {
    const environment = this.#options.config.environments.find(
      candidate => candidate.name === name,
    );
    if (!environment || this.#stopping.signal.aborted) {
      return;
    }
    // `*` stands for the whole cluster: no namespace is called that.
    const wanted = new Set(
      environment.watch === 'cluster' ? ['*'] : namespaces,
    );
    for (const namespace of wanted) {
      const key = `${name}/${namespace}`;
      if (!this.#watches.has(key)) {
        this.#watches.set(key, this.#start(environment, namespace));
      }
    }
    for (const [key, watch] of this.#watches) {
      const [owner, namespace] = key.split('/');
      if (owner === name && !wanted.has(namespace)) {
        watch.abort.abort();
        this.#watches.delete(key);
        const isLeft = (candidate: string) => candidate === namespace;
        this.#options.replaced(environment, isLeft, []);
      }
    }
  }

  status(name: string): StoreStatus {
    const contact = this.#contacts.get(name);
    return {
      connected: contact?.isConnected ?? false,
      lastContactAt:
        contact?.at === undefined
          ? undefined
          : new Date(contact.at).toISOString(),
      problem: contact?.problem,
    };
  }

  problemOf(name: string, namespace: string): string | undefined {
    return this.#watchOf(name, namespace)?.problem;
  }

  isListed(name: string, namespace: string): boolean {
    return this.#watchOf(name, namespace)?.isListed ?? false;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    const watches = [...this.#watches.values()];
    watches.forEach(watch => watch.abort.abort());
    await Promise.all([
      ...this.#heartbeats,
      ...watches.map(watch => watch.ended),
    ]);
  }

  #watchOf(name: string, namespace: string): Watch | undefined {
    return (
      this.#watches.get(`${name}/${namespace}`) ??
      this.#watches.get(`${name}/*`)
    );
  }

  #start(environment: EnvironmentConfig, namespace: string): Watch {
    const { config, clusters, logger, now, random, wait } = this.#options;
    const isWhole = namespace === '*';
    const isOurs = (candidate: string) =>
      isWhole
        ? environmentOf(config, environment.cluster, candidate) === environment
        : candidate === namespace;
    const abort = new AbortController();
    const watch: Watch = { abort, isListed: false, ended: Promise.resolve() };
    watch.ended = watchSecrets(
      {
        path: isWhole
          ? '/api/v1/secrets'
          : `/api/v1/namespaces/${namespace}/secrets`,
        client: () => clusters.reader(environment.name),
        now,
        random,
        wait,
        listener: {
          replaced: secrets => {
            watch.isListed = true;
            watch.problem = undefined;
            this.#options.replaced(
              environment,
              isOurs,
              secrets.filter(secret => isOurs(secret.namespace)),
            );
          },
          changed: secret => {
            if (isOurs(secret.namespace)) {
              this.#options.changed(environment, secret);
            }
          },
          removed: secret => {
            if (isOurs(secret.namespace)) {
              this.#options.removed(environment, secret);
            }
          },
          contact: () => {
            watch.problem = undefined;
            this.#contacted(environment.name);
          },
          problem: error => {
            watch.problem = error.message;
            logger.warn(
              `Following releases of ${environment.name}/${namespace} was interrupted: ${error.message}`,
            );
          },
        },
      },
      abort.signal,
    );
    return watch;
  }

  #contacted(name: string): void {
    this.#contacts.set(name, { at: this.#options.now(), isConnected: true });
  }

  async #heartbeat(environment: EnvironmentConfig): Promise<void> {
    const { clusters, now, wait } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const { at } = this.#contacts.get(environment.name) ?? {};
      if (at === undefined || now() - at >= SILENCE_MS) {
        try {
          const client = await clusters.reader(environment.name);
          const { status } = await client.request('GET', '/version', {
            timeoutMs: SILENCE_MS / 2,
            signal,
          });
          if (status >= 500) {
            throw new Error(`the cluster answers ${status}`);
          }
          this.#contacted(environment.name);
        } catch (error) {
          this.#contacts.set(environment.name, {
            at,
            isConnected: false,
            problem: (error as Error).message,
          });
        }
      }
      await wait(SILENCE_MS / 4, signal);
    }
  }
}

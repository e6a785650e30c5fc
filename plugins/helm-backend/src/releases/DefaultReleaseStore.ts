import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  HelmError,
  stringifyReleaseRef,
  type ReleaseRef,
  type Revision,
} from '@backstage-helm/plugin-helm-common';
import type { ClusterAccess, KubeClient } from '../clusters/KubeClient';
import type { EnvironmentConfig, HelmConfig } from '../config/HelmConfig';
import { environmentOf } from '../config/environmentOf';
import { isSignatureCopied } from './isSignatureCopied';
import { listReleaseSecrets } from './listReleaseSecrets';
import { LatestDecoder } from './LatestDecoder';
import { forEachLimited } from './forEachLimited';
import { ReleaseDecoder } from './ReleaseDecoder';
import { ReleaseIndex } from './ReleaseIndex';
import type { ReleaseStore, StoredRevision, StoreStatus } from './ReleaseStore';
import { ownerByManifest } from './ownership';
import {
  RevisionCache,
  type BodyFacts,
  type ReadSecretPaths,
} from './RevisionCache';
import { safeDescription } from './safeDescription';
import {
  toRevision,
  unreadableRevision,
  type SecretIdentity,
} from './toStoredRevision';
import { WatchSet } from './WatchSet';

const DECODES_AT_ONCE = 4;

export interface ReleaseStoreOptions {
  config: Pick<HelmConfig, 'environments' | 'secretKeys'>;
  clusters: ClusterAccess;
  logger: LoggerService;
  now: () => number;
  random: () => number;
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Comparable digest of a revision's values. */
  valuesDigest: (values: Record<string, unknown>) => string;
  /** Absent: nothing ever came from a Secret. */
  secretPaths?: ReadSecretPaths;
}

/**
 * Releases read from their Secrets: an index fed by metadata-only watches, and
 * bodies on demand (DESIGN §6, Read).
 */
export class DefaultReleaseStore implements ReleaseStore {
  readonly #options: ReleaseStoreOptions;
  readonly #index = new ReleaseIndex();
  readonly #decoder = new ReleaseDecoder();
  readonly #cache: RevisionCache;
  readonly #watches: WatchSet;
  readonly #listeners = new Set<(ref: ReleaseRef) => void>();
  readonly #latest: LatestDecoder;

  constructor(options: ReleaseStoreOptions) {
    this.#options = options;
    this.#cache = new RevisionCache(
      this.#decoder,
      stored => ({
        description: safeDescription(stored, options.config.secretKeys),
        valuesDigest: options.valuesDigest(stored.config),
        owner: ownerByManifest(stored),
      }),
      options.secretPaths,
    );
    this.#latest = new LatestDecoder({
      ...options,
      index: this.#index,
      cache: this.#cache,
      changed: ref => this.#listeners.forEach(listener => listener(ref)),
    });
    this.#watches = new WatchSet({
      ...options,
      replaced: (environment, namespace, secrets) =>
        this.#replaced(environment, namespace, secrets),
      changed: (environment, secret) =>
        this.#latest.touched(
          environment.name,
          this.#index.put(environment.cluster, secret),
        ),
      removed: (environment, secret) =>
        this.#latest.touched(
          environment.name,
          this.#index.remove(environment.cluster, secret),
        ),
    });
  }

  /** Follows these namespaces of an environment; ends the watches of others. */
  follow(environment: string, namespaces: Iterable<string>): void {
    this.#watches.follow(environment, namespaces);
  }

  async stop(): Promise<void> {
    this.#latest.stop();
    await this.#watches.stop();
    await this.#decoder.close();
  }

  latest(ref: ReleaseRef): Revision | undefined {
    return this.#index.get(ref)?.latest;
  }

  /** What the index keeps of the newest revision's body. */
  facts(ref: ReleaseRef): BodyFacts | undefined {
    return this.#index.get(ref)?.facts;
  }

  rowOf(stored: StoredRevision): Revision {
    const { secretKeys } = this.#options.config;
    return {
      ...toRevision(stored),
      description: safeDescription(stored, secretKeys),
    };
  }

  /** Earlier revisions that were deployed once, by their labels; newest first. */
  restorable(ref: ReleaseRef): number[] {
    const versions = [...(this.#index.get(ref)?.versions ?? [])];
    const newest = Math.max(...versions.map(([revision]) => revision));
    return versions
      .filter(
        ([revision, secret]) =>
          revision < newest &&
          ['deployed', 'superseded'].includes(secret.labels.status),
      )
      .map(([revision]) => revision)
      .sort((left, right) => right - left);
  }

  list(): { ref: ReleaseRef; latest: Revision }[] {
    return this.#index
      .all()
      .flatMap(({ ref, latest }) => (latest ? [{ ref, latest }] : []));
  }

  async history(ref: ReleaseRef): Promise<Revision[]> {
    const client = await this.#client(ref);
    const secrets =
      this.#secretsOf(ref) ?? (await listReleaseSecrets(client, ref));
    const rows: Revision[] = new Array(secrets.length);
    await forEachLimited(secrets, DECODES_AT_ONCE, async (secret, index) => {
      rows[index] = await this.#rowOrReason(client, secret);
    });
    const versions = new Map(
      secrets.map(secret => [Number(secret.labels.version), secret]),
    );
    return rows.map(row =>
      isSignatureCopied(row, versions)
        ? { ...row, operationId: undefined }
        : row,
    );
  }

  async revision(ref: ReleaseRef, revision: number): Promise<StoredRevision> {
    const client = await this.#client(ref);
    const known = this.#index.get(ref)?.versions.get(revision);
    return this.#cache.body(
      client,
      known ?? {
        name: `sh.helm.release.v1.${ref.name}.v${revision}`,
        namespace: ref.namespace,
        uid: '',
        resourceVersion: '',
        labels: { version: String(revision) },
      },
    );
  }

  async observe(ref: ReleaseRef): Promise<StoredRevision | undefined> {
    const client = await this.#client(ref);
    const [newest] = await listReleaseSecrets(client, ref);
    if (!newest) {
      return undefined;
    }
    const stored = await this.#cache.body(client, newest);
    this.#index.put(ref.cluster, newest);
    return stored;
  }

  status(environment: string): StoreStatus {
    return this.#watches.status(environment);
  }

  /** Why this namespace can't be read, when the cluster itself answers. */
  namespaceProblem(ref: ReleaseRef): string | undefined {
    const environment = this.#environmentOf(ref);
    return (
      environment && this.#watches.problemOf(environment.name, ref.namespace)
    );
  }

  /** Whether the namespace was listed at least once: no release means none. */
  isListed(ref: ReleaseRef): boolean {
    const environment = this.#environmentOf(ref);
    return (
      !!environment && this.#watches.isListed(environment.name, ref.namespace)
    );
  }

  onChange(listener: (ref: ReleaseRef) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A cluster that is away leaves what labels say, with the reason. */
  async #rowOrReason(
    client: KubeClient,
    secret: SecretIdentity,
  ): Promise<Revision> {
    try {
      return (await this.#cache.row(client, secret)).row;
    } catch (error) {
      if (error instanceof HelmError && error.code === 'CLUSTER_UNREACHABLE') {
        return unreadableRevision(secret, error.message);
      }
      throw error;
    }
  }

  #secretsOf(ref: ReleaseRef): SecretIdentity[] | undefined {
    const entry = this.#index.get(ref);
    return entry && this.isListed(ref)
      ? [...entry.versions]
          .sort(([left], [right]) => right - left)
          .map(([, secret]) => secret)
      : undefined;
  }

  #replaced(
    environment: EnvironmentConfig,
    isListed: (namespace: string) => boolean,
    secrets: SecretIdentity[],
  ): void {
    const { cluster } = environment;
    const touched = new Map<string, ReleaseRef>();
    for (const ref of this.#index.retain(cluster, isListed, secrets)) {
      touched.set(stringifyReleaseRef(ref), ref);
    }
    for (const secret of secrets) {
      const ref = this.#index.put(cluster, secret);
      if (ref) {
        touched.set(stringifyReleaseRef(ref), ref);
      }
    }
    forEachLimited([...touched.values()], DECODES_AT_ONCE * 2, ref =>
      this.#latest.touched(environment.name, ref),
    ).catch(error => this.#options.logger.error('Index failed', error));
  }

  #environmentOf(ref: ReleaseRef): EnvironmentConfig | undefined {
    return environmentOf(this.#options.config, ref.cluster, ref.namespace);
  }

  async #client(ref: ReleaseRef): Promise<KubeClient> {
    const environment = this.#environmentOf(ref);
    if (!environment) {
      throw new HelmError(
        {
          code: 'NOT_FOUND',
          message: `Namespace ${ref.namespace} of cluster ${ref.cluster} belongs to no environment.`,
        },
        { status: 404 },
      );
    }
    return this.#options.clusters.reader(environment.name);
  }
}

import { LRUCache } from 'lru-cache';
import {
  HelmError,
  type ReleaseRef,
  type Revision,
} from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../clusters/KubeClient';
import type { ReleaseOwner } from './ownership';
import type { ReleaseDecoder } from './ReleaseDecoder';
import type { StoredRevision } from './ReleaseStore';
import {
  toRevision,
  toStoredRevision,
  unreadableRevision,
  type SecretIdentity,
} from './toStoredRevision';

/** Bodies kept decoded, by their text's length. */
const MAX_BODY_BYTES = 24 * 1024 * 1024;
const MAX_ROWS = 5_000;

/** What of a body the index keeps beside its row. */
export interface BodyFacts {
  /** Redacted: rows leave without their body. */
  description: string;
  /** Comparable digest of the user-supplied values. */
  valuesDigest: string;
  owner: ReleaseOwner;
}

/** Key paths in the values of a release that came from Secrets. */
export type ReadSecretPaths = (ref: ReleaseRef) => Promise<string[][]>;

/** A row with its facts; none when the body can't be read. */
export interface IndexedRow {
  row: Revision;
  facts?: BodyFacts;
}

/**
 * Decoded revisions by the Secret's uid and version: a body is fetched and
 * decoded once per change.
 */
export class RevisionCache {
  readonly #decoder: ReleaseDecoder;
  readonly #bodies = new LRUCache<string, StoredRevision>({
    maxSize: MAX_BODY_BYTES,
    sizeCalculation: stored =>
      1024 +
      2 *
        (stored.manifest.length +
          stored.notes.length +
          (stored.chartReadme?.length ?? 0) +
          (stored.chartSchema?.length ?? 0) +
          stored.hooks.reduce((sum, hook) => sum + hook.manifest.length, 0)),
  });
  readonly #rows = new LRUCache<string, IndexedRow>({ max: MAX_ROWS });
  readonly #factsOf: (stored: StoredRevision) => BodyFacts;
  readonly #secretPaths: ReadSecretPaths;

  constructor(
    decoder: ReleaseDecoder,
    factsOf: (stored: StoredRevision) => BodyFacts,
    secretPaths: ReadSecretPaths = async () => [],
  ) {
    this.#decoder = decoder;
    this.#factsOf = factsOf;
    this.#secretPaths = secretPaths;
  }

  /** Row of a revision; one whose body can't be read says so. */
  async row(client: KubeClient, secret: SecretIdentity): Promise<IndexedRow> {
    const known = this.#rows.get(keyOf(secret));
    if (known) {
      return known;
    }
    try {
      const stored = await this.body(client, secret);
      return this.#rows.get(keyOf(secret)) ?? this.#indexed(stored);
    } catch (error) {
      if (isCorrupt(error)) {
        const row = unreadableRevision(secret, (error as Error).message);
        this.#rows.set(keyOf(secret), { row });
        return { row };
      }
      throw error;
    }
  }

  /**
   * @throws HelmError NOT_FOUND when it is gone, CLUSTER_… when it can't be
   *   fetched, STORAGE_NOT_SUPPORTED when the body is not readable.
   */
  async body(
    client: KubeClient,
    secret: SecretIdentity,
  ): Promise<StoredRevision> {
    const known = this.#bodies.get(keyOf(secret));
    if (known) {
      return this.#marked(client, secret, known);
    }
    const { status, body } = await client.request(
      'GET',
      `/api/v1/namespaces/${secret.namespace}/secrets/${secret.name}`,
    );
    if (status === 404) {
      throw new HelmError(
        {
          code: 'NOT_FOUND',
          message: `Revision ${secret.labels.version} is not in storage any more.`,
          wayOut: 'Helm keeps only the newest revisions; choose another one.',
        },
        { status: 404 },
      );
    }
    if (status !== 200) {
      throw new HelmError(
        {
          code: 'CLUSTER_UNREACHABLE',
          message: `Cluster ${client.cluster} answered ${status} for the release's Secret.`,
          wayOut: 'Try again in a moment.',
        },
        { status: 503 },
      );
    }
    const found: SecretIdentity = {
      ...secret,
      uid: body.metadata.uid,
      resourceVersion: body.metadata.resourceVersion,
      labels: body.metadata.labels ?? {},
    };
    const stored = toStoredRevision(
      found,
      await this.#decode(body.data?.release),
    );
    this.#bodies.set(keyOf(found), stored);
    const marked = await this.#marked(client, found, stored);
    this.#rows.set(keyOf(found), this.#indexed(marked));
    return marked;
  }

  /** Asked each time: a run may have told of more since it was decoded. */
  async #marked(
    { cluster }: KubeClient,
    { namespace, name }: SecretIdentity,
    stored: StoredRevision,
  ): Promise<StoredRevision> {
    const release = /^sh\.helm\.release\.v1\.(.+)\.v\d+$/.exec(name)?.[1];
    const paths = release
      ? await this.#secretPaths({ cluster, namespace, name: release })
      : [];
    return paths.length ? { ...stored, secretPaths: paths } : stored;
  }

  #indexed(stored: StoredRevision): IndexedRow {
    const facts = this.#factsOf(stored);
    const { description } = facts;
    return { row: { ...toRevision(stored), description }, facts };
  }

  async #decode(encoded: string | undefined) {
    try {
      return await this.#decoder.decode(encoded ?? '');
    } catch (error) {
      throw new HelmError(
        {
          code: 'STORAGE_NOT_SUPPORTED',
          message: `The stored release can't be read: ${
            (error as Error).message
          }.`,
          wayOut: 'Look at it with Helm itself, or deploy again.',
        },
        { status: 502, cause: error as Error },
      );
    }
  }
}

function keyOf(secret: SecretIdentity): string {
  return `${secret.uid}:${secret.resourceVersion}`;
}

function isCorrupt(error: unknown): boolean {
  return error instanceof HelmError && error.code === 'STORAGE_NOT_SUPPORTED';
}

import { isHelmError } from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../clusters/KubeClient';
import type { SecretIdentity } from './toStoredRevision';

/** Asks for lists of metadata alone. */
export const METADATA_LIST =
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const METADATA = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const SELECTOR = 'owner=helm';
const PAGE = '500';
const WATCH_SECONDS = 300;
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;
/** Full lists of one path are at least this far apart (quality.md, test 34). */
const MIN_LIST_INTERVAL_MS = 60_000;
/** All watches of a cluster expire at once: their lists don't come at once. */
const LIST_JITTER_MS = 10_000;
/** A watch that ends sooner is taken up again with a pause. */
const SHORT_WATCH_MS = 1_000;

/** What a watch tells its owner. */
export interface SecretWatchListener {
  /** Everything there is, after each list. */
  replaced(secrets: SecretIdentity[]): void;
  changed(secret: SecretIdentity): void;
  removed(secret: SecretIdentity): void;
  contact(): void;
  problem(error: Error): void;
}

export interface SecretWatchOptions {
  /** `/api/v1/secrets` or one namespace's. */
  path: string;
  client: () => Promise<KubeClient>;
  listener: SecretWatchListener;
  now: () => number;
  random: () => number;
  /** Resolves after the time, or at once when aborted. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

class ExpiredError extends Error {}

/**
 * Follows the metadata of Helm's Secrets under one path until `signal` aborts:
 * one list, then watches from its version. An expired version means a new
 * list, not sooner than a minute after the last; anything else resumes, and
 * what fails again and again is asked more and more seldom.
 */
export async function watchSecrets(
  options: SecretWatchOptions,
  signal: AbortSignal,
): Promise<void> {
  const { listener, now, random, wait } = options;
  let version: string | undefined;
  const listed = { at: -Infinity };
  let delay = FIRST_DELAY_MS;
  while (!signal.aborted) {
    try {
      const client = await options.client();
      if (version === undefined) {
        const begunAt = now();
        version = await list(client, options, signal, () => {
          listed.at = begunAt;
        });
        delay = FIRST_DELAY_MS;
      }
      const followedAt = now();
      version = await follow(client, options, version, signal);
      if (now() - followedAt >= SHORT_WATCH_MS) {
        delay = FIRST_DELAY_MS;
      } else if (!signal.aborted) {
        await wait(delay * (0.75 + random() / 2), signal);
        delay = Math.min(delay * 2, MAX_DELAY_MS);
      }
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      if (error instanceof ExpiredError) {
        version = undefined;
        const since = now() - listed.at;
        await wait(
          Math.max(0, MIN_LIST_INTERVAL_MS - since) + random() * LIST_JITTER_MS,
          signal,
        );
        continue;
      }
      listener.problem(error as Error);
      // Rights don't come back in a second: no storm of refused requests.
      const floor =
        isHelmError(error) && error.code === 'CLUSTER_FORBIDDEN'
          ? MAX_DELAY_MS / 2
          : delay;
      await wait(Math.max(floor, delay) * (0.75 + random() / 2), signal);
      // A list is dear, also one that fails.
      const most = version === undefined ? MIN_LIST_INTERVAL_MS : MAX_DELAY_MS;
      delay = Math.min(delay * 2, most);
    }
  }
}

async function list(
  client: KubeClient,
  { path, listener }: SecretWatchOptions,
  signal: AbortSignal,
  onAnswer: () => void,
): Promise<string> {
  const secrets: SecretIdentity[] = [];
  let next: string | undefined;
  let version = '';
  do {
    const { status, body } = await client.request('GET', path, {
      accept: METADATA_LIST,
      query: {
        labelSelector: SELECTOR,
        limit: PAGE,
        ...(next && { continue: next }),
      },
      signal,
    });
    if (status === 200) {
      onAnswer();
    }
    if (status === 410) {
      throw new ExpiredError();
    }
    if (status !== 200) {
      throw new Error(`listing releases answered ${status}: ${body.message}`);
    }
    secrets.push(...(body.items ?? []).map(toIdentity));
    version = body.metadata.resourceVersion;
    next = body.metadata.continue || undefined;
  } while (next);
  listener.contact();
  listener.replaced(secrets);
  return version;
}

async function follow(
  client: KubeClient,
  { path, listener }: SecretWatchOptions,
  from: string,
  signal: AbortSignal,
): Promise<string> {
  let version = from;
  let failure: Error | undefined;
  await client.watch(path, {
    accept: METADATA,
    query: {
      labelSelector: SELECTOR,
      resourceVersion: from,
      allowWatchBookmarks: 'true',
      timeoutSeconds: String(WATCH_SECONDS),
    },
    signal,
    onEvent: ({ type, object }) => {
      if (type === 'ERROR') {
        failure =
          object?.code === 410
            ? new ExpiredError()
            : new Error(`the watch ended: ${object?.message ?? 'no reason'}`);
        return;
      }
      listener.contact();
      version = object.metadata.resourceVersion;
      if (type === 'DELETED') {
        listener.removed(toIdentity(object));
      } else if (type !== 'BOOKMARK') {
        listener.changed(toIdentity(object));
      }
    },
  });
  if (failure) {
    throw failure;
  }
  return version;
}

/** The little that the index keeps of an object's metadata. */
export function toIdentity({ metadata }: { metadata: any }): SecretIdentity {
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    labels: metadata.labels ?? {},
  };
}

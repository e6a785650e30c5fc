import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  isHelmError,
  stringifyReleaseRef,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { ClusterAccess } from '../clusters/KubeClient';
import type { ReleaseIndex } from './ReleaseIndex';
import type { RevisionCache } from './RevisionCache';

const FIRST_DELAY_MS = 2_000;
const MAX_DELAY_MS = 30_000;

export interface LatestDecoderOptions {
  index: ReleaseIndex;
  cache: RevisionCache;
  clusters: Pick<ClusterAccess, 'reader'>;
  logger: LoggerService;
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** A release and the index agree again. */
  changed: (ref: ReleaseRef) => void;
}

/** Decodes the newest body of a release once per change, one at a time for each. */
export class LatestDecoder {
  readonly #options: LatestDecoderOptions;
  readonly #running = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();

  constructor(options: LatestDecoderOptions) {
    this.#options = options;
  }

  /** The metadata of a release changed. */
  async touched(
    environment: string,
    ref: ReleaseRef | undefined,
  ): Promise<void> {
    if (!ref) {
      return;
    }
    const key = stringifyReleaseRef(ref);
    const running = this.#running.get(key);
    if (running) {
      // It looks again at its end, so this change is not missed.
      await running;
      return;
    }
    const decoding = this.#catchUp(environment, ref).finally(() =>
      this.#running.delete(key),
    );
    this.#running.set(key, decoding);
    await decoding;
    this.#options.changed(ref);
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #catchUp(environment: string, ref: ReleaseRef): Promise<void> {
    const { index, cache, clusters, logger, wait } = this.#options;
    const { signal } = this.#stopping;
    let delay = FIRST_DELAY_MS;
    while (index.isOutdated(ref) && !signal.aborted) {
      const newest = index.newest(ref)!;
      try {
        const client = await clusters.reader(environment);
        index.setLatest(ref, newest, await cache.row(client, newest));
      } catch (error) {
        if (isHelmError(error) && error.code === 'NOT_FOUND') {
          // Pruned or replaced meanwhile: its event follows.
          return;
        }
        logger.warn(
          `Release ${stringifyReleaseRef(ref)} could not be read: ${error}`,
        );
        await wait(delay, signal);
        delay = Math.min(delay * 2, MAX_DELAY_MS);
      }
    }
  }
}

import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { declarationDigest } from '@backstage-helm/plugin-helm-common';

/** Somebody knows that an entity declares something else now. */
export interface RefreshRequest {
  entityRef: string;
  /** Of what the catalog is about to show; absent = read what is there. */
  digest?: string;
  /** That the change came with. */
  commit?: string;
}

export interface RefreshRequestsOptions {
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  refresh(entityRef: string, options: { commit?: string }): Promise<unknown>;
  wait(ms: number, signal: AbortSignal): Promise<void>;
  now: () => number;
  signal: AbortSignal;
  logger: LoggerService;
}

/** The catalog tells before it has put the entity together. */
const DELAYS_MS = [0, 300, 600, 1_200, 2_500, 5_000, 10_000];
/** A catalog that is new tells of everything at once. */
const READS_AT_ONCE = 4;
/** A push and the catalog's event of the same change are not further apart. */
const COMMIT_KEPT_MS = 120_000;

/** Reads declarations again when told to, once the catalog has what changed. */
export class RefreshRequests {
  readonly #options: RefreshRequestsOptions;
  /** The newest expectation of each entity: older ones give up. */
  readonly #expected = new Map<string, RefreshRequest>();
  readonly #commits = new Map<string, { commit: string; until: number }>();
  readonly #running = new Set<Promise<void>>();
  readonly #queued = new Map<string, Promise<void>>();
  readonly #reading = new Map<string, Promise<void>>();
  readonly #waiting: (() => void)[] = [];
  #reads = 0;

  constructor(options: RefreshRequestsOptions) {
    this.#options = options;
  }

  /** Never rejects; resolves when the declaration was read, or given up. */
  request(request: RefreshRequest): Promise<void> {
    this.#rememberCommit(request);
    const { entityRef, digest } = request;
    if (digest !== undefined) {
      this.#expected.set(entityRef, request);
    }
    const running = this.#run(request)
      .catch(error =>
        this.#options.logger.warn(
          `Reading ${entityRef} again failed: ${error}`,
        ),
      )
      .finally(() => {
        this.#running.delete(running);
        if (this.#expected.get(entityRef) === request) {
          this.#expected.delete(entityRef);
        }
      });
    this.#running.add(running);
    return running;
  }

  /** After its signal was aborted. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #run(request: RefreshRequest): Promise<void> {
    const { wait, signal } = this.#options;
    const { entityRef, digest } = request;
    if (digest !== undefined) {
      for (const delay of DELAYS_MS) {
        await wait(delay, signal);
        if (signal.aborted || this.#expected.get(entityRef) !== request) {
          return;
        }
        if ((await this.#inTurn(() => this.#digestOf(entityRef))) === digest) {
          break;
        }
      }
    }
    await this.#read(entityRef);
  }

  /** One reading of each entity at a time, and one that waits for all who ask. */
  #read(entityRef: string): Promise<void> {
    const { refresh, signal } = this.#options;
    const queued = this.#queued.get(entityRef);
    if (queued) {
      return queued;
    }
    const reading = Promise.allSettled([this.#reading.get(entityRef)])
      .then(() =>
        this.#inTurn(async () => {
          // Who asks from now on may know more than this one reads.
          this.#queued.delete(entityRef);
          this.#reading.set(entityRef, reading);
          if (!signal.aborted) {
            await refresh(entityRef, { commit: this.#commitOf(entityRef) });
          }
        }),
      )
      .finally(() => {
        if (this.#reading.get(entityRef) === reading) {
          this.#reading.delete(entityRef);
        }
      });
    this.#queued.set(entityRef, reading);
    return reading;
  }

  async #inTurn<T>(read: () => Promise<T>): Promise<T> {
    if (this.#reads === READS_AT_ONCE) {
      // Whoever ends hands its place over.
      await new Promise<void>(resolve => this.#waiting.push(resolve));
    } else {
      this.#reads += 1;
    }
    try {
      return await read();
    } finally {
      const next = this.#waiting.shift();
      if (next) {
        next();
      } else {
        this.#reads -= 1;
      }
    }
  }

  async #digestOf(entityRef: string): Promise<string> {
    const { catalog, auth } = this.#options;
    const entity = await catalog.getEntityByRef(entityRef, {
      credentials: await auth.getOwnServiceCredentials(),
    });
    return entity ? declarationDigest(entity) : '';
  }

  #rememberCommit({ entityRef, commit }: RefreshRequest): void {
    const now = this.#options.now();
    for (const [ref, { until }] of this.#commits) {
      if (until < now) {
        this.#commits.delete(ref);
      }
    }
    if (commit) {
      this.#commits.set(entityRef, { commit, until: now + COMMIT_KEPT_MS });
    }
  }

  #commitOf(entityRef: string): string | undefined {
    return this.#commits.get(entityRef)?.commit;
  }
}

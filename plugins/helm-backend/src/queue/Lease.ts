import type { LoggerService } from '@backstage/backend-plugin-api';

export interface LeaseOptions {
  id: string;
  ticket: string;
  renewMs: number;
  renew: () => Promise<{ cancelRequestedBy?: string } | undefined>;
  logger: Pick<LoggerService, 'warn'>;
  now: () => number;
}

/**
 * Keeps an operation ours while it runs, and learns at each renewal whether
 * somebody asked to cancel it.
 */
export class Lease {
  readonly #options: LeaseOptions;
  readonly #cancel = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #isLost = false;
  #isStopped = false;
  #renewedAt: number;

  constructor(options: LeaseOptions) {
    this.#options = options;
    this.#renewedAt = options.now();
  }

  get id(): string {
    return this.#options.id;
  }

  get ticket(): string {
    return this.#options.ticket;
  }

  /** Aborted when a cancel is asked for. Losing the lease aborts nothing. */
  get cancelled(): AbortSignal {
    return this.#cancel.signal;
  }

  /** True when another worker holds the operation. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Milliseconds since it was taken or renewed. */
  ageMs(): number {
    return this.#options.now() - this.#renewedAt;
  }

  start(): void {
    this.#schedule();
  }

  /** Renews now: brings news of a cancel sooner than the timer does. */
  async renew(): Promise<void> {
    try {
      const renewed = await this.#options.renew();
      if (!renewed) {
        this.#isLost = true;
        this.stop();
        return;
      }
      this.#renewedAt = this.#options.now();
      if (renewed.cancelRequestedBy) {
        this.#cancel.abort();
      }
    } catch (error) {
      // Not lost yet: nobody may have taken it when the database is back.
      this.#options.logger.warn(
        `Lease of operation ${this.id} could not be renewed`,
        error as Error,
      );
    }
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    if (this.#isStopped) {
      return;
    }
    this.#timer = setTimeout(() => {
      // Not waited for: one that hangs must not keep the next one from going.
      this.renew();
      this.#schedule();
    }, this.#options.renewMs);
  }
}

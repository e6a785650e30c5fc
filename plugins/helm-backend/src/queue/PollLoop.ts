import type { LoggerService } from '@backstage/backend-plugin-api';

const LONGEST_PAUSE_MS = 5_000;

export interface PollLoopOptions {
  name: string;
  intervalMs: number;
  /** A round that takes longer is left to itself, and the next one begins. */
  limitMs: number;
  /** `isLeft` aborts when nobody waits for this round any more. */
  work: (isLeft: AbortSignal) => Promise<void>;
  logger: Pick<LoggerService, 'error'>;
  now: () => number;
  random?: () => number;
}

/**
 * Runs `work` again and again, at once when nudged, and survives whatever it
 * throws and whatever never answers: a loop that ends is a queue that stands
 * still (backstage#35359).
 */
export class PollLoop {
  readonly #options: PollLoopOptions;
  #running: Promise<void> | undefined;
  #stopped = true;
  #nudged = false;
  #wake: (() => void) | undefined;
  #failures = 0;
  #lastGoodAt = 0;

  constructor(options: PollLoopOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#stopped) {
      this.#stopped = false;
      this.#lastGoodAt = this.#options.now();
      this.#running = this.#run();
    }
  }

  /** Looks again at once, also when it is looking right now. */
  nudge(): void {
    this.#nudged = true;
    this.#wake?.();
  }

  /** Resolves when the round that is under way has ended or was left. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#running;
  }

  /** Milliseconds since a round ended well. */
  ageMs(): number {
    return this.#options.now() - this.#lastGoodAt;
  }

  async #run(): Promise<void> {
    const { name, logger, now } = this.#options;
    while (!this.#stopped) {
      this.#nudged = false;
      try {
        await this.#round();
        this.#failures = 0;
        this.#lastGoodAt = now();
      } catch (error) {
        this.#failures += 1;
        logger.error(`The ${name} loop failed and goes on`, error as Error);
      }
      if (!this.#stopped && !this.#nudged) {
        await this.#pause();
      }
    }
  }

  async #round(): Promise<void> {
    const { limitMs, work } = this.#options;
    const left = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        left.abort();
        reject(new Error(`A round has not ended within ${limitMs} ms`));
      }, limitMs);
    });
    const round = work(left.signal);
    // What becomes of a round that was left is told by nobody else.
    round.catch(error => {
      if (left.signal.aborted) {
        this.#options.logger.error(
          `A round of the ${this.#options.name} loop failed after it was left`,
          error,
        );
      }
    });
    try {
      await Promise.race([round, limit]);
    } finally {
      clearTimeout(timer);
    }
  }

  #pause(): Promise<void> {
    const { intervalMs, random = Math.random } = this.#options;
    const backoff = Math.min(
      intervalMs * 2 ** this.#failures,
      LONGEST_PAUSE_MS,
    );
    // Jitter keeps replicas from asking in step; never longer than the interval.
    const pause = Math.max(intervalMs, backoff) * (0.75 + random() * 0.25);
    return new Promise(resolve => {
      const timer = setTimeout(() => this.#wake?.(), pause);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
    });
  }
}

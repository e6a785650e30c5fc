import type { LoggerService } from '@backstage/backend-plugin-api';

const LONGEST_PAUSE_MS = 30_000;

export interface PollLoopOptions {
  name: string;
  intervalMs: number;
  work: () => Promise<void>;
  logger: Pick<LoggerService, 'error'>;
  now: () => number;
  random?: () => number;
}

/**
 * Runs `work` again and again, at once when nudged, and survives whatever it
 * throws: a loop that ends is a queue that stands still (backstage#35359).
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

  /** Resolves when the round that is under way has ended. */
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
    const { name, work, logger, now } = this.#options;
    while (!this.#stopped) {
      this.#nudged = false;
      try {
        await work();
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

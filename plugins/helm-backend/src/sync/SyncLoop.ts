import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Sync } from './createSync';

/** Nudges that come together are one round. */
const GATHER_MS = 100;
/** What a timer holds; what is due later is looked at again then. */
const MOST_MS = 60_000;
/** What is due at a moment is due after it, by any clock. */
const AFTER_MS = 50;

/** Rounds of one replica: one at a time, on every nudge and when something is due. */
export class SyncLoop {
  readonly #sync: Sync;
  readonly #logger: LoggerService;
  #running?: Promise<void>;
  #again = false;
  #timer?: ReturnType<typeof setTimeout>;
  #isStopped = false;

  constructor(options: { sync: Sync; logger: LoggerService }) {
    this.#sync = options.sync;
    this.#logger = options.logger;
  }

  /** Something may have changed: a round follows soon. */
  nudge(): void {
    if (this.#running) {
      this.#again = true;
    } else {
      this.#schedule(GATHER_MS);
    }
  }

  /** A round now, or after the one that runs. */
  async round(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      await this.#running;
      return;
    }
    await this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(milliseconds: number): void {
    if (this.#isStopped) {
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#run().catch(() => {});
    }, milliseconds);
    this.#timer.unref();
  }

  #run(): Promise<void> {
    this.#running ??= this.#rounds().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #rounds(): Promise<void> {
    let dueInMs: number | undefined;
    do {
      this.#again = false;
      try {
        const { now, dueAt } = await this.#sync.round();
        dueInMs = dueAt === undefined ? undefined : dueAt - now + AFTER_MS;
      } catch (error) {
        this.#logger.warn('Automatic sync could not go on', error as Error);
      }
    } while (this.#again && !this.#isStopped);
    if (dueInMs !== undefined) {
      this.#schedule(Math.min(MOST_MS, Math.max(AFTER_MS, dueInMs)));
    }
  }
}

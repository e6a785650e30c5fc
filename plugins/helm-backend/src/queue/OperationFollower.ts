import type { LoggerService } from '@backstage/backend-plugin-api';
import type { OperationEvent } from '@backstage-helm/plugin-helm-common';
import type { OperationRow } from '../database/OperationRow';
import {
  isOver,
  type HubStore,
  type OperationUpdate,
} from './operationUpdates';

/** Events that one follower holds at most: about a third of a mebibyte. */
const HELD = 100;

/** Takes updates at its own pace: the next one waits for the promise. */
export type OnUpdate = (update: OperationUpdate) => void | Promise<void>;

/**
 * One reader: brings itself up to date, then passes on what the channel reads.
 * A slow one keeps nobody waiting and nothing in memory: what it has not taken
 * yet is in the database.
 */
export class OperationFollower {
  readonly #id: string;
  readonly #store: HubStore;
  readonly #onUpdate: OnUpdate;
  readonly #logger: Pick<LoggerService, 'warn'>;
  #last: number;
  /** The operation to be brought up to, and whether to tell it too. */
  #target: { operation: OperationRow; isNews: boolean } | undefined;
  #isBusy = false;
  #isStopped = false;

  constructor(
    id: string,
    after: number,
    store: HubStore,
    options: { onUpdate: OnUpdate; logger: Pick<LoggerService, 'warn'> },
  ) {
    this.#id = id;
    this.#last = after;
    this.#store = store;
    this.#onUpdate = options.onUpdate;
    this.#logger = options.logger;
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** What the channel read; `hasChanged`: the operation is to be told too. */
  take(
    operation: OperationRow,
    read: OperationEvent[],
    hasChanged: boolean,
  ): void {
    const isNews = hasChanged || this.#target?.isNews === true;
    this.#target = { operation, isNews };
    if (!this.#isBusy) {
      this.#isBusy = true;
      this.#advance(read).catch(error => {
        this.#isBusy = false;
        this.#logger.warn(
          `A follower of operation ${this.#id} is brought up to date later`,
          error as Error,
        );
      });
    }
  }

  async #advance(read: OperationEvent[]): Promise<void> {
    let events = read;
    while (!this.#isStopped && this.#target) {
      const { operation, isNews } = this.#target;
      if (this.#last < operation.lastSeq) {
        events = await this.#after(events);
        if (events.length) {
          await this.#deliver({ events, isOver: false });
          this.#last = events[events.length - 1].seq;
          continue;
        }
      }
      if (this.#target.operation === operation) {
        this.#target = undefined;
        if (isNews) {
          await this.#deliver({
            events: [],
            operation,
            isOver: isOver(operation),
          });
        }
      }
    }
    // With nothing between it and the look at the target: none is left behind.
    this.#isBusy = false;
  }

  /** The next few: of those at hand if they are next, else as they are stored. */
  async #after(read: OperationEvent[]): Promise<OperationEvent[]> {
    const next = read.filter(event => event.seq > this.#last).slice(0, HELD);
    return next[0]?.seq === this.#last + 1
      ? next
      : this.#store.events(this.#id, this.#last, HELD);
  }

  async #deliver(update: OperationUpdate): Promise<void> {
    if (!this.#isStopped) {
      await this.#onUpdate(update);
    }
  }
}

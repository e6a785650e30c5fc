import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  isTerminal,
  type OperationEvent,
} from '@backstage-helm/plugin-helm-common';
import type { OperationRow } from '../database/OperationRow';

/** What a follower is given: new events, and the operation when it changed. */
export interface OperationUpdate {
  events: OperationEvent[];
  operation?: OperationRow;
  /** Nothing will come any more. */
  isOver: boolean;
}

export interface HubStore {
  operation(id: string): Promise<OperationRow | undefined>;
  events(id: string, after: number, limit: number): Promise<OperationEvent[]>;
}

const PAGE = 500;

/** True when neither events nor another status will come. */
export function isOver(operation: OperationRow): boolean {
  return isTerminal(operation.status) && !operation.awaitsFollowUp;
}

export interface HubOptions {
  store: HubStore;
  pollMs: number;
  logger: Pick<LoggerService, 'warn'>;
}

/**
 * Lets many follow one operation for the price of one: a single poller for
 * each followed operation of this process, woken by what happens here and
 * looking by itself for what happens on other replicas.
 */
export class OperationEventHub {
  readonly #options: HubOptions;
  readonly #channels = new Map<string, Channel>();

  constructor(options: HubOptions) {
    this.#options = options;
  }

  /** Something of this operation changed on this replica. */
  nudge(id: string): void {
    this.#channels.get(id)?.look();
  }

  /** Operations that are followed now. */
  get size(): number {
    return this.#channels.size;
  }

  /**
   * Calls `onUpdate` with everything after event `after`: what is stored first,
   * then what comes, each event once and in order. Returns the way to stop.
   */
  follow(
    id: string,
    after: number,
    onUpdate: (update: OperationUpdate) => void,
  ): () => void {
    const { store } = this.#options;
    let channel = this.#channels.get(id);
    if (!channel) {
      channel = new Channel(id, this.#options);
      this.#channels.set(id, channel);
    }
    const follower = new Follower(id, after, store, onUpdate);
    const { leave } = channel.join(follower);
    return () => {
      follower.stop();
      if (leave() === 0 && this.#channels.get(id) === channel) {
        this.#channels.delete(id);
      }
    };
  }
}

/** One reader: brings itself up to date, then passes on what the channel reads. */
class Follower {
  readonly #id: string;
  readonly #store: HubStore;
  readonly #onUpdate: (update: OperationUpdate) => void;
  #last: number;
  #isStopped = false;

  constructor(
    id: string,
    after: number,
    store: HubStore,
    onUpdate: (update: OperationUpdate) => void,
  ) {
    this.#id = id;
    this.#last = after;
    this.#store = store;
    this.#onUpdate = onUpdate;
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** `isFirst`: the operation is told whether it changed or not. */
  async take(
    operation: OperationRow,
    read: OperationEvent[],
    hasChanged: boolean,
  ): Promise<void> {
    let events = read.filter(event => event.seq > this.#last);
    while (!this.#isStopped && this.#last < operation.lastSeq) {
      if (events[0]?.seq !== this.#last + 1) {
        // Not what the channel has at hand: it came later, or joined late.
        events = await this.#store.events(this.#id, this.#last, PAGE);
        if (!events.length) {
          break;
        }
      }
      this.#deliver({ events, isOver: false });
      this.#last = events[events.length - 1].seq;
      events = [];
    }
    if (hasChanged) {
      this.#deliver({ events: [], operation, isOver: isOver(operation) });
    }
  }

  #deliver(update: OperationUpdate): void {
    if (!this.#isStopped) {
      this.#onUpdate(update);
    }
  }
}

/** The poller of one operation. */
class Channel {
  readonly #id: string;
  readonly #options: HubOptions;
  readonly #followers = new Set<Follower>();
  readonly #newcomers = new Set<Follower>();
  #seen: string | undefined;
  #lastSeq: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  #lookAgain = false;

  constructor(id: string, options: HubOptions) {
    this.#id = id;
    this.#options = options;
  }

  /** Registered before anything is read, so that nothing falls in between. */
  join(follower: Follower): { leave: () => number } {
    this.#followers.add(follower);
    this.#newcomers.add(follower);
    this.look();
    return {
      leave: () => {
        this.#followers.delete(follower);
        this.#newcomers.delete(follower);
        if (!this.#followers.size) {
          clearTimeout(this.#timer);
        }
        return this.#followers.size;
      },
    };
  }

  look(): void {
    if (this.#isLooking) {
      this.#lookAgain = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#isLooking = true;
    this.#read()
      .catch(error =>
        this.#options.logger.warn(
          `Operation ${
            this.#id
          } could not be followed and will be looked at again`,
          error as Error,
        ),
      )
      .finally(() => {
        this.#isLooking = false;
        if (!this.#followers.size) {
          return;
        }
        if (this.#lookAgain) {
          this.#lookAgain = false;
          this.look();
        } else {
          this.#timer = setTimeout(() => this.look(), this.#options.pollMs);
        }
      });
  }

  async #read(): Promise<void> {
    const { store } = this.#options;
    const newcomers = new Set(this.#newcomers);
    const operation = await store.operation(this.#id);
    if (!operation) {
      return;
    }
    const events =
      this.#lastSeq !== undefined && this.#lastSeq < operation.lastSeq
        ? await store.events(this.#id, this.#lastSeq, PAGE)
        : [];
    this.#lastSeq = events.at(-1)?.seq ?? operation.lastSeq;
    const seen = fingerprint(operation);
    const hasChanged = seen !== this.#seen;
    this.#seen = seen;
    for (const follower of [...this.#followers]) {
      const isNew = newcomers.has(follower);
      await follower.take(operation, events, hasChanged || isNew);
      if (isNew) {
        this.#newcomers.delete(follower);
      }
    }
  }
}

/** Differs whenever a screen would; events are told apart from it. */
function fingerprint(operation: OperationRow): string {
  const { lastSeq: _, ...shown } = operation;
  return JSON.stringify(shown);
}

import type { OperationEvent } from '@backstage-helm/plugin-helm-common';
import type { OperationRow } from '../database/OperationRow';
import {
  EVENTS_READ,
  isOver,
  type HubStore,
  type OperationUpdate,
} from './operationUpdates';

/** One reader: brings itself up to date, then passes on what the channel reads. */
export class OperationFollower {
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

  /** What the channel read; `hasChanged`: the operation is to be told too. */
  async take(
    operation: OperationRow,
    read: OperationEvent[],
    hasChanged: boolean,
  ): Promise<void> {
    let events = read.filter(event => event.seq > this.#last);
    while (!this.#isStopped && this.#last < operation.lastSeq) {
      if (events[0]?.seq !== this.#last + 1) {
        // Not what the channel has at hand: it came later, or joined late.
        events = await this.#store.events(this.#id, this.#last, EVENTS_READ);
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

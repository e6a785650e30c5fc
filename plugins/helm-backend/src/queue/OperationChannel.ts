import type { OperationRow } from '../database/OperationRow';
import type { OperationFollower } from './OperationFollower';
import { EVENTS_READ, type FollowingOptions } from './operationUpdates';

/** The poller of one operation. */
export class OperationChannel {
  readonly #id: string;
  readonly #options: FollowingOptions;
  readonly #followers = new Set<OperationFollower>();
  readonly #newcomers = new Set<OperationFollower>();
  #seen: string | undefined;
  #lastSeq: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  #lookAgain = false;

  constructor(id: string, options: FollowingOptions) {
    this.#id = id;
    this.#options = options;
  }

  /** Registered before anything is read, so that nothing falls in between. */
  join(follower: OperationFollower): { leave: () => number } {
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
        ? await store.events(this.#id, this.#lastSeq, EVENTS_READ)
        : [];
    this.#lastSeq = events.at(-1)?.seq ?? operation.lastSeq;
    const seen = fingerprint(operation);
    const hasChanged = seen !== this.#seen;
    this.#seen = seen;
    for (const follower of [...this.#followers]) {
      const isNew = newcomers.has(follower);
      follower.take(operation, events, hasChanged || isNew);
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

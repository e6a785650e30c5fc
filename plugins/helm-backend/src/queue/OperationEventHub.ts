import { OperationChannel } from './OperationChannel';
import { OperationFollower, type OnUpdate } from './OperationFollower';
import type { FollowingOptions } from './operationUpdates';

/**
 * Lets many follow one operation for the price of one: a single poller for
 * each followed operation of this process, woken by what happens here and
 * looking by itself for what happens on other replicas.
 */
export class OperationEventHub {
  readonly #options: FollowingOptions;
  readonly #channels = new Map<string, OperationChannel>();

  constructor(options: FollowingOptions) {
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
   * then what comes, each event once and in order, one call after another.
   * Returns the way to stop.
   */
  follow(id: string, after: number, onUpdate: OnUpdate): () => void {
    const { store, logger } = this.#options;
    let channel = this.#channels.get(id);
    if (!channel) {
      channel = new OperationChannel(id, this.#options);
      this.#channels.set(id, channel);
    }
    const follower = new OperationFollower(id, after, store, {
      onUpdate,
      logger,
    });
    const { leave } = channel.join(follower);
    return () => {
      follower.stop();
      if (leave() === 0 && this.#channels.get(id) === channel) {
        this.#channels.delete(id);
      }
    };
  }
}

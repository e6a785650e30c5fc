/** Streams and waiting polls that one caller may hold on this replica. */
export const FOLLOWERS_PER_CALLER = 4;

/**
 * Counts what each caller holds open. A browser has six connections to a host
 * over HTTP/1.1: its tabs must not hold them all.
 */
export class StreamLimit {
  readonly #most: number;
  readonly #open = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** A place, to be given back, or undefined when there is none. */
  enter(caller: string): (() => void) | undefined {
    const open = this.#open.get(caller) ?? 0;
    if (open >= this.#most) {
      return undefined;
    }
    this.#open.set(caller, open + 1);
    let isLeft = false;
    return () => {
      if (isLeft) {
        return;
      }
      isLeft = true;
      const left = (this.#open.get(caller) ?? 1) - 1;
      if (left) {
        this.#open.set(caller, left);
      } else {
        this.#open.delete(caller);
      }
    };
  }

  /** Callers that hold something open. */
  get size(): number {
    return this.#open.size;
  }
}

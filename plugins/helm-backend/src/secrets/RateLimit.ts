/** Counts what each caller did in the last while. */
export class RateLimit {
  readonly #options: { most: number; perMs: number; now: () => number };
  readonly #taken = new Map<string, number[]>();

  constructor(options: { most: number; perMs: number; now: () => number }) {
    this.#options = options;
  }

  /** Whether the caller may do it once more now; if so it counts. */
  take(caller: string): boolean {
    const { most, perMs, now } = this.#options;
    const since = now() - perMs;
    for (const [known, times] of this.#taken) {
      if (times[times.length - 1] <= since) {
        this.#taken.delete(known);
      }
    }
    const recent = (this.#taken.get(caller) ?? []).filter(at => at > since);
    if (recent.length >= most) {
      return false;
    }
    this.#taken.set(caller, [...recent, now()]);
    return true;
  }

  /** Callers that are remembered. */
  get size(): number {
    return this.#taken.size;
  }
}

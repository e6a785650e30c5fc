/** Since when a revision has been healthy without a break. Epoch milliseconds. */
export interface Soak {
  revision: number;
  /** Absent when it was not healthy at the last look. */
  healthySince?: number;
  checkedAt: number;
}

/** What a look at a release found. */
export interface Look {
  /** Newest revision; 0 when there is none. */
  revision: number;
  isHealthy: boolean;
  at: number;
}

/** What nobody has looked at for longer than this may have been broken meanwhile. */
export const LONGEST_GAP_MS = 5 * 60_000;

/** The soak after one more look. */
export function nextSoak(before: Soak | undefined, look: Look): Soak {
  const { revision, isHealthy, at } = look;
  if (before && at < before.checkedAt) {
    // Another replica has looked since.
    return before;
  }
  if (!isHealthy) {
    return { revision, checkedAt: at };
  }
  const isUnbroken =
    before?.revision === revision && at - before.checkedAt <= LONGEST_GAP_MS;
  return {
    revision,
    healthySince: (isUnbroken ? before.healthySince : undefined) ?? at,
    checkedAt: at,
  };
}

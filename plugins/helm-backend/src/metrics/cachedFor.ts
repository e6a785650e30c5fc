/**
 * Reads at most once in `milliseconds`, however often and by however many it is
 * asked. A failure counts as a reading: what is down is not asked more often.
 */
export function cachedFor<T>(
  milliseconds: number,
  now: () => number,
  read: () => Promise<T> | T,
): () => Promise<T> {
  let last: { at: number; value: Promise<T> } | undefined;
  return () => {
    if (!last || now() - last.at >= milliseconds) {
      last = { at: now(), value: (async () => read())() };
    }
    return last.value;
  };
}

/** Runs at most so many at once; the others wait their turn. */
export function limitConcurrency(most: number) {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async function limited<T>(run: () => Promise<T>): Promise<T> {
    if (running >= most) {
      // Whoever ends hands its place over, so that nobody slips in between.
      await new Promise<void>(resolve => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) {
        next();
      } else {
        running -= 1;
      }
    }
  };
}

/** Edits (insert, delete, replace) that turn `a` into `b`. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replace = a[row - 1] === b[column - 1] ? 0 : 1;
      current.push(
        Math.min(
          previous[column] + 1,
          current[column - 1] + 1,
          previous[column - 1] + replace,
        ),
      );
    }
    previous = current;
  }
  return previous[b.length];
}

/**
 * The known word that is most like `word`, case aside, or undefined when none
 * is like it enough to be worth proposing.
 *
 * @public
 */
export function nearest(
  word: string,
  known: readonly string[],
): string | undefined {
  // An author's text may be long; no known word is.
  const wanted = word.slice(0, 64).toLowerCase();
  const ranked = known
    .map(candidate => ({
      candidate,
      distance: editDistance(wanted, candidate.toLowerCase()),
    }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(2, best.candidate.length / 2)
    ? best.candidate
    : undefined;
}

/** "Did you mean x?" or, when nothing is near, the known words. */
export function suggest(word: string, known: readonly string[]): string {
  const candidate = nearest(word, known);
  if (candidate) {
    return `Did you mean "${candidate}"?`;
  }
  return known.length
    ? `Known are: ${known.join(', ')}.`
    : 'None is configured.';
}

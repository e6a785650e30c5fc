/**
 * A grant such as `payments-*` or `{system}-dev` as a glob: what a template
 * stands for is not known here, so it counts as anything.
 */
export function toGlob(match: string): string {
  return match.replace(/\{[a-z]+\}/g, '*');
}

/** Whether a name matches a glob whose only special sign is `*`. */
export function globMatches(glob: string, name: string): boolean {
  return globsIntersect(glob, name);
}

/** Whether some name matches both globs. */
export function globsIntersect(left: string, right: string): boolean {
  const known = new Map<number, boolean>();
  function meet(i: number, j: number): boolean {
    const key = i * (right.length + 1) + j;
    const found = known.get(key) ?? compare(i, j);
    known.set(key, found);
    return found;
  }
  function compare(i: number, j: number): boolean {
    if (i === left.length && j === right.length) {
      return true;
    }
    if (left[i] === '*') {
      return meet(i + 1, j) || (j < right.length && meet(i, j + 1));
    }
    if (right[j] === '*') {
      return meet(i, j + 1) || (i < left.length && meet(i + 1, j));
    }
    return i < left.length && left[i] === right[j] && meet(i + 1, j + 1);
  }
  return meet(0, 0);
}

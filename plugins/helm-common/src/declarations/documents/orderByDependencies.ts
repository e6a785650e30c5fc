import type { HelmProblem } from '../../errors';

/**
 * Puts what others depend on first and keeps the given order otherwise. What
 * stands in a circle, or behind one, comes last.
 *
 * @param keyOf - tells the items apart.
 * @param dependenciesOf - keys of what comes first; unknown ones do not count.
 * @returns the order and every circle once, each with its items in turn.
 * @public
 */
export function orderByDependencies<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  dependenciesOf: (item: T) => readonly string[],
): { ordered: T[]; cycles: T[][] } {
  const byKey = new Map(items.map(item => [keyOf(item), item]));
  const needed = (item: T) =>
    dependenciesOf(item)
      .map(key => byKey.get(key))
      .filter(other => other !== undefined);
  const ordered: T[] = [];
  const done = new Set<T>();
  let open = [...items];
  for (;;) {
    const next = open.find(item =>
      needed(item).every(other => done.has(other)),
    );
    if (next === undefined) {
      break;
    }
    ordered.push(next);
    done.add(next);
    open = open.filter(item => item !== next);
  }
  return { ordered: [...ordered, ...open], cycles: cyclesOf(open, needed) };
}

/** Follows what is left over until it meets itself. */
function cyclesOf<T>(open: readonly T[], needed: (item: T) => T[]): T[][] {
  const cycles: T[][] = [];
  const seen = new Set<T>();
  for (const start of open) {
    const path: T[] = [];
    let item: T | undefined = start;
    while (item !== undefined && !seen.has(item)) {
      seen.add(item);
      path.push(item);
      item = needed(item).find(other => open.includes(other));
    }
    const first = item === undefined ? -1 : path.indexOf(item);
    if (first >= 0) {
      cycles.push(path.slice(first));
    }
  }
  return cycles;
}

/**
 * The problem of a release that stands in a circle.
 *
 * @param names - of the releases in turn, each needs the next.
 * @public
 */
export function cycleProblem(
  names: readonly string[],
  field: string,
): HelmProblem {
  return {
    code: 'DEPENDENCY_CYCLE',
    field,
    message: `Each of these waits for the next: ${[...names, names[0]].join(
      ' → ',
    )}.`,
    wayOut: 'Remove one of these dependencies.',
  };
}

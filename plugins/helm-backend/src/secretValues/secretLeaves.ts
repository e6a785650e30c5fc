type Tree = Record<string, unknown>;

/** Value at a key path; list positions are keys too. */
export function valueAt(tree: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (node, key) =>
      typeof node === 'object' && node !== null && Object.hasOwn(node, key)
        ? (node as Tree)[key]
        : undefined,
    tree,
  );
}

/** Key paths of everything that is neither map nor list. */
export function leafPaths(value: unknown, at: string[] = []): string[][] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, entry]) =>
        leafPaths(entry, [...at, key]),
      )
    : [at];
}

/** A tree with these leaves; positions of lists become keys of lists again. */
export function treeOf(
  leaves: readonly { path: readonly string[]; value: unknown }[],
  like: unknown,
): Tree {
  const tree: Tree = {};
  for (const { path, value } of leaves) {
    put(tree, path, value, like);
  }
  return tree;
}

function put(
  into: any,
  [key, ...rest]: readonly string[],
  value: unknown,
  like: unknown,
): void {
  const below = valueAt(like, [key]);
  if (!rest.length) {
    define(into, key, value);
    return;
  }
  if (!Object.hasOwn(into, key)) {
    // Lists don't merge: a list on the way is the whole one.
    define(into, key, Array.isArray(below) ? structuredClone(below) : {});
  }
  if (typeof into[key] === 'object' && into[key] !== null) {
    put(into[key], rest, value, below);
  }
}

/** Also for keys like `__proto__`. */
function define(into: object, key: string, value: unknown): void {
  Object.defineProperty(into, key, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

/** Thrown where reading goes on for longer than it may. */
export class DeadlinePassed extends Error {}

/** Reads between two looks at the clock. */
const EVERY = 2_000;

/**
 * The same tree of objects, that refuses to be read once the time is over. For
 * a walk that can't be stopped otherwise: every step of it reads the tree.
 *
 * @param isOver - looked at once in a while
 */
export function withDeadline<T extends object>(
  root: T,
  isOver: () => boolean,
): T {
  const wrapped = new WeakMap<object, object>();
  let reads = 0;
  const handler: ProxyHandler<object> = {
    get(target, key) {
      reads += 1;
      if (reads % EVERY === 0 && isOver()) {
        throw new DeadlinePassed();
      }
      const value = Reflect.get(target, key);
      return typeof value === 'object' && value !== null ? wrap(value) : value;
    },
  };
  function wrap(value: object): object {
    const known = wrapped.get(value);
    if (known) {
      return known;
    }
    const proxy = new Proxy(value, handler);
    wrapped.set(value, proxy);
    return proxy;
  }
  return wrap(root) as T;
}

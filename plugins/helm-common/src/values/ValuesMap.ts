/** Values of a chart: what a values file holds. @public */
export type ValuesMap = Record<string, unknown>;

/** Whether a value is a map, as opposed to a list, a scalar or nothing. */
export function isValuesMap(value: unknown): value is ValuesMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own key's value: `constructor` and `__proto__` are keys like any other. */
export function ownValue(map: ValuesMap, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/**
 * Dotted form of a key path; a dot inside a key is written `\.`.
 *
 * @public
 */
export function stringifyValuesPath(path: readonly string[]): string {
  return path.map(key => key.replace(/[\\.]/g, '\\$&')).join('.');
}

import { isValuesMap, ownValue, type ValuesMap } from './ValuesMap';

function mergeTwo(lower: ValuesMap, upper: ValuesMap): ValuesMap {
  const merged = new Map(Object.entries(lower));
  for (const [key, value] of Object.entries(upper)) {
    const below = ownValue(lower, key);
    merged.set(
      key,
      isValuesMap(value) && isValuesMap(below) ? mergeTwo(below, value) : value,
    );
  }
  return Object.fromEntries(merged);
}

/**
 * Merges values layers, lowest first, as Helm merges several `-f` files: maps
 * merge, everything else replaces, a `null` is kept for Helm to act on.
 *
 * @public
 */
export function mergeValues(layers: readonly ValuesMap[]): ValuesMap {
  return layers.reduce<ValuesMap>(mergeTwo, {});
}

import { isValuesMap, ownValue, type ValuesMap } from './ValuesMap';

/**
 * Helm's computed values: the chart's defaults below mine, where my `null`
 * removes a default.
 *
 * @public
 */
export function coalesceDefaults(
  chartDefaults: ValuesMap,
  mine: ValuesMap,
): ValuesMap {
  const computed = new Map(Object.entries(mine));
  for (const [key, value] of Object.entries(chartDefaults)) {
    const wanted = ownValue(mine, key);
    if (!Object.hasOwn(mine, key)) {
      computed.set(key, value);
    } else if (wanted === null) {
      computed.delete(key);
    } else if (isValuesMap(wanted) && isValuesMap(value)) {
      computed.set(key, coalesceDefaults(value, wanted));
    }
  }
  return Object.fromEntries(computed);
}

import { isValuesMap, ownValue, type ValuesMap } from './ValuesMap';

/** Helm 4 takes a chart's own nulls for "no default"; Helm 3 hands them on. */
function withoutNulls(value: unknown): unknown {
  return isValuesMap(value)
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, child]) => child !== null)
          .map(([key, child]) => [key, withoutNulls(child)]),
      )
    : value;
}

function coalesce(defaults: ValuesMap, mine: ValuesMap): ValuesMap {
  const computed = new Map(Object.entries(mine));
  for (const [key, value] of Object.entries(defaults)) {
    const wanted = ownValue(mine, key);
    if (!Object.hasOwn(mine, key)) {
      computed.set(key, value);
    } else if (wanted === null) {
      computed.delete(key);
    } else if (isValuesMap(wanted) && isValuesMap(value)) {
      computed.set(key, coalesce(value, wanted));
    }
  }
  return Object.fromEntries(computed);
}

/**
 * Helm's computed values: the chart's defaults below mine, where my `null`
 * removes a default. Measured on Helm 3.22 and 4.3.
 *
 * @param helmMajor - the Helm that wrote the release; 4 when not given.
 * @public
 */
export function coalesceDefaults(
  chartDefaults: ValuesMap,
  mine: ValuesMap,
  helmMajor?: number,
): ValuesMap {
  return coalesce(
    helmMajor === 3
      ? chartDefaults
      : (withoutNulls(chartDefaults) as ValuesMap),
    mine,
  );
}

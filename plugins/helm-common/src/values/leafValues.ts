import { isValuesMap, stringifyValuesPath, type ValuesMap } from './ValuesMap';

/** Dotted path → value of every leaf; a list is one leaf. @public */
export function leafValues(values: ValuesMap): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const walk = (map: ValuesMap, path: readonly string[]) => {
    for (const [key, value] of Object.entries(map)) {
      const here = [...path, key];
      if (isValuesMap(value) && Object.keys(value).length) {
        walk(value, here);
      } else {
        found.set(stringifyValuesPath(here), value);
      }
    }
  };
  walk(values, []);
  return found;
}

import type { ValuesMap } from '@backstage-helm/plugin-helm-common';
import { isMap, type YAMLMap } from 'yaml';
import { nodeOf, setKey } from '../yaml/editYaml';

/** Whether a value is a map, as opposed to a list, a scalar or nothing. */
export function isValues(value: unknown): value is ValuesMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A merge patch without what it removes: what it sets. */
export function withoutRemovals(patch: ValuesMap): ValuesMap {
  return Object.fromEntries(
    Object.entries(patch)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [
        key,
        isValues(value) ? withoutRemovals(value) : value,
      ]),
  );
}

/** Paths that a merge patch removes. */
export function removalsOf(patch: ValuesMap, path: string[] = []): string[][] {
  return Object.entries(patch).flatMap(([key, value]) => {
    const here = [...path, key];
    if (value === null) {
      return [here];
    }
    return isValues(value) ? removalsOf(value, here) : [];
  });
}

/** Writes values into a map of a file; what it says besides stays. */
export function setValues(map: YAMLMap, values: ValuesMap): void {
  for (const [key, value] of Object.entries(values)) {
    const child = map.get(key);
    if (isMap(child) && isValues(value)) {
      setValues(child, value);
    } else if (isMap(child) || !isValues(value)) {
      setKey(map, key, value);
    } else {
      map.set(key, nodeOf(value));
    }
  }
}

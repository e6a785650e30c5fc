import { HelmError } from '../errors';
import {
  isValuesMap,
  ownValue,
  stringifyValuesPath,
  type ValuesMap,
} from './ValuesMap';

function patched(base: unknown, patch: unknown): unknown {
  if (!isValuesMap(patch)) {
    return patch;
  }
  const result = new Map(isValuesMap(base) ? Object.entries(base) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      result.delete(key);
    } else {
      result.set(key, patched(result.get(key), value));
    }
  }
  return Object.fromEntries(result);
}

/**
 * Applies an override (RFC 7396 merge patch) to the declared values.
 *
 * @public
 */
export function applyOverride(
  declared: ValuesMap,
  patch: ValuesMap,
): ValuesMap {
  return patched(declared, patch) as ValuesMap;
}

/** Deep equality of JSON values; key order does not count. @public */
export function isSameValue(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return (
      left.length === right.length &&
      left.every((item, index) => isSameValue(item, right[index]))
    );
  }
  if (isValuesMap(left) && isValuesMap(right)) {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every(
        key => Object.hasOwn(right, key) && isSameValue(left[key], right[key]),
      )
    );
  }
  return left === right;
}

function refuseNull(path: readonly string[]): never {
  const key = stringifyValuesPath(path);
  throw new HelmError({
    code: 'NULL_NOT_IN_OVERRIDE',
    field: key,
    message: `An override cannot set "${key}" to null: there null means "remove the override".`,
    wayOut: `Write the null into the entity's values, or set "${key}" to an empty value.`,
  });
}

/** What is new in the wanted values must hold no null outside of lists. */
function expressible(value: unknown, path: readonly string[]): unknown {
  if (value === null) {
    return refuseNull(path);
  }
  if (isValuesMap(value)) {
    for (const [key, child] of Object.entries(value)) {
      expressible(child, [...path, key]);
    }
  }
  return value;
}

function difference(
  declared: ValuesMap,
  wanted: ValuesMap,
  path: readonly string[],
): ValuesMap {
  const patch = new Map<string, unknown>();
  for (const key of Object.keys(declared)) {
    if (!Object.hasOwn(wanted, key)) {
      patch.set(key, null);
    }
  }
  for (const [key, value] of Object.entries(wanted)) {
    const was = ownValue(declared, key);
    if (!Object.hasOwn(declared, key) || !isSameValue(was, value)) {
      const here = [...path, key];
      patch.set(
        key,
        isValuesMap(was) && isValuesMap(value)
          ? difference(was, value, here)
          : expressible(value, here),
      );
    }
  }
  return Object.fromEntries(patch);
}

/**
 * The merge patch that turns the declared values into the wanted ones.
 *
 * @throws HelmError NULL_NOT_IN_OVERRIDE when a wanted null is not declared:
 *   a merge patch cannot say it.
 * @public
 */
export function diffAsMergePatch(
  declared: ValuesMap,
  wanted: ValuesMap,
): ValuesMap {
  return difference(declared, wanted, []);
}

/** Dotted paths of the leaves that a patch sets or removes. @public */
export function patchPaths(patch: ValuesMap): string[] {
  const paths: string[] = [];
  const walk = (map: ValuesMap, path: readonly string[]) => {
    for (const [key, value] of Object.entries(map)) {
      const here = [...path, key];
      if (isValuesMap(value) && Object.keys(value).length) {
        walk(value, here);
      } else {
        paths.push(stringifyValuesPath(here));
      }
    }
  };
  walk(patch, []);
  return paths.sort();
}

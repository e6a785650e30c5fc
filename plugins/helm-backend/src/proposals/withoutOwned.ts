import {
  leafValues,
  stringifyValuesPath,
  type ValuesMap,
} from '@backstage-helm/plugin-helm-common';
import type { ValuesLayer } from '../declarations/Declaration';

/** Layers that say something of one environment only. */
const OWN = new Set<ValuesLayer['name']>(['environment', 'values.environment']);

/**
 * A patch of another environment's values without the keys that this one sets
 * for itself: its host names and sizes are not the other's to change.
 */
export function withoutOwned(
  patch: ValuesMap,
  layers: readonly Pick<ValuesLayer, 'name' | 'values'>[],
): ValuesMap {
  const owned = layers
    .filter(({ name }) => OWN.has(name))
    .flatMap(({ values }) => [...leafValues(values).keys()]);
  const isOwned = (path: string) =>
    owned.some(own => own === path || path.startsWith(`${own}.`));
  const reaches = (path: string) =>
    owned.some(own => own.startsWith(`${path}.`));
  const strip = (map: ValuesMap, at: readonly string[]): ValuesMap =>
    Object.fromEntries(
      Object.entries(map).flatMap(([key, value]) => {
        const here = [...at, key];
        const path = stringifyValuesPath(here);
        if (isOwned(path)) {
          return [];
        }
        if (isMap(value) && Object.keys(value).length) {
          const rest = strip(value, here);
          return Object.keys(rest).length ? [[key, rest]] : [];
        }
        // It would put something else in the place of what is owned below.
        return reaches(path) ? [] : [[key, value]];
      }),
    );
  return strip(patch, []);
}

function isMap(value: unknown): value is ValuesMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { ValuesLayerName } from '../api';
import { isValuesMap, stringifyValuesPath, type ValuesMap } from './ValuesMap';

/** Values of one layer, and its name. @public */
export interface NamedValues {
  layer: ValuesLayerName;
  values: ValuesMap;
}

/** A leaf's layer, or the keys below a map. */
type Marked = ValuesLayerName | Map<string, Marked>;

function mark(value: unknown, layer: ValuesLayerName, below?: Marked): Marked {
  if (!isValuesMap(value)) {
    return layer;
  }
  const entries = Object.entries(value);
  const marks = new Map(below instanceof Map ? below : []);
  for (const [key, child] of entries) {
    marks.set(key, mark(child, layer, marks.get(key)));
  }
  return marks.size ? marks : layer;
}

/**
 * Which layer set each leaf of the merged values: dotted path → layer. A list
 * is one leaf, since Helm replaces lists as a whole.
 *
 * @param layers - lowest first.
 * @public
 */
export function provenance(
  layers: readonly NamedValues[],
): Record<string, ValuesLayerName> {
  let marks: Marked = new Map();
  for (const { layer, values } of layers) {
    const marked = mark(values, layer, marks);
    marks = marked instanceof Map ? marked : marks;
  }
  const result = new Map<string, ValuesLayerName>();
  const walk = (entry: Marked, path: readonly string[]) => {
    if (entry instanceof Map) {
      entry.forEach((child, key) => walk(child, [...path, key]));
    } else {
      result.set(stringifyValuesPath(path), entry);
    }
  };
  walk(marks, []);
  return Object.fromEntries(result);
}

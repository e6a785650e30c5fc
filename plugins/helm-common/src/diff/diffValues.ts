import type { Diff, DiffEntry } from '../api';
import { isSameValue } from '../values/override';
import { leafValues } from '../values/leafValues';
import { stringifyYaml } from '../values/stringifyYaml';
import { ownValue, type ValuesMap } from '../values/ValuesMap';
import { diffLines } from './diffLines';

function countLeaves(left: ValuesMap, right: ValuesMap): Diff['counts'] {
  const before = leafValues(left);
  const after = leafValues(right);
  const counts = { added: 0, changed: 0, removed: 0, unchanged: 0 };
  for (const [path, value] of after) {
    if (!before.has(path)) {
      counts.added += 1;
    } else if (isSameValue(before.get(path), value)) {
      counts.unchanged += 1;
    } else {
      counts.changed += 1;
    }
  }
  counts.removed = [...before.keys()].filter(path => !after.has(path)).length;
  return counts;
}

function document(values: ValuesMap, key: string): string {
  return Object.hasOwn(values, key)
    ? stringifyYaml(Object.fromEntries([[key, ownValue(values, key)]]))
    : '';
}

function changeOf(left: ValuesMap, right: ValuesMap, key: string) {
  if (!Object.hasOwn(left, key)) {
    return 'added';
  }
  return Object.hasOwn(right, key) ? 'changed' : 'removed';
}

/**
 * What differs between two sets of values (already redacted): an entry for
 * each top-level key that differs; the counts are of leaves, as in "3 keys
 * differ".
 *
 * @public
 */
export function diffValues(
  left: ValuesMap,
  right: ValuesMap,
  options: { left: string; right: string },
): Diff {
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  const entries = keys.sort().flatMap((key): DiffEntry[] => {
    const hunks = diffLines(document(left, key), document(right, key));
    return hunks.length
      ? [{ title: key, change: changeOf(left, right, key), hunks }]
      : [];
  });
  return {
    of: 'values',
    left: options.left,
    right: options.right,
    counts: countLeaves(left, right),
    entries,
  };
}

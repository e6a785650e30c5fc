import { HelmError, type ValuesMap } from '@backstage-helm/plugin-helm-common';

type Segment = string | number;

/** Helm allows 65,536: a list of that length for a few characters. */
const MAX_INDEX = 1000;
/** Helm's own limit of keys; here positions count as well. */
const MAX_SEGMENTS = 31;

function invalid(path: string, field: string): HelmError {
  return new HelmError({
    code: 'DOCUMENT_INVALID',
    field,
    message: `"${path}" is not a path in the values.`,
    wayOut: 'Write keys separated by dots, list positions as in hosts[0].',
  });
}

/**
 * The keys and list positions of a `targetPath`, as `--set` reads them.
 *
 * @throws HelmError DOCUMENT_INVALID
 */
export function parseTargetPath(path: string, field: string): Segment[] {
  const segments: Segment[] = [];
  // A key with escaped characters, then any number of positions.
  const part = /((?:\\.|[^\\.[\]=,{}])*)((?:\[\d{1,5}\])*)(\.|$)/y;
  let hasMore = true;
  while (hasMore) {
    const start = part.lastIndex;
    const match = part.exec(path);
    if (!match || (!match[1] && (!match[2] || !segments.length))) {
      throw invalid(path, field);
    }
    const [text, key, positions, end] = match;
    segments.push(key.replace(/\\(.)/g, '$1'));
    for (const [, position] of positions.matchAll(/\[(\d+)\]/g)) {
      segments.push(Number(position));
    }
    hasMore = end === '.';
    part.lastIndex = start + text.length;
  }
  if (
    segments.length > MAX_SEGMENTS ||
    segments.some(each => typeof each === 'number' && each > MAX_INDEX)
  ) {
    throw invalid(path, field);
  }
  return segments;
}

/**
 * A layer that sets one path on what lies below it. Lists don't merge, so a
 * list on the way is the whole one, with the position changed.
 */
export function layerAt(
  below: ValuesMap,
  segments: readonly Segment[],
  value: unknown,
): ValuesMap {
  const inList = segments.findIndex(segment => typeof segment === 'number');
  const keys = inList < 0 ? segments : segments.slice(0, inList);
  const whole = keys.reduce(childOf, setAt(below, segments, value));
  return keys.reduceRight<unknown>(
    (inner, key) => Object.fromEntries([[key, inner]]),
    whole,
  ) as ValuesMap;
}

function childOf(parent: unknown, segment: Segment): unknown {
  return typeof parent === 'object' &&
    parent !== null &&
    Object.hasOwn(parent, segment)
    ? (parent as Record<Segment, unknown>)[segment]
    : undefined;
}

function setAt(
  below: unknown,
  [segment, ...rest]: readonly Segment[],
  value: unknown,
): unknown {
  if (segment === undefined) {
    return value;
  }
  const inner = setAt(childOf(below, segment), rest, value);
  if (typeof segment === 'number') {
    const list: unknown[] = Array.isArray(below) ? [...below] : [];
    while (list.length < segment) {
      list.push(null);
    }
    list[segment] = inner;
    return list;
  }
  const isMap =
    typeof below === 'object' && below !== null && !Array.isArray(below);
  return Object.fromEntries([
    ...Object.entries(isMap ? below : {}),
    [segment, inner],
  ]);
}

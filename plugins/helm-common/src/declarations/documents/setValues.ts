import { isValuesMap, type ValuesMap } from '../../values/ValuesMap';

/** Helm allows 65,536: a list of that length for a few characters. */
const MAX_INDEX = 1000;
/** Helm's own limit of keys (`strvals`); here positions count as well. */
const MAX_LEVELS = 30;

type Step = { key: string } | { index: number };

/** Says why a path is none. */
export class SetPathError extends Error {}

/** `a.b[0]\.c` as its characters; one behind a backslash means itself. */
function tokens(path: string): { char: string; isPlain: boolean }[] {
  const found: { char: string; isPlain: boolean }[] = [];
  let isEscaped = false;
  for (const char of path) {
    if (!isEscaped && char === '\\') {
      isEscaped = true;
    } else {
      found.push({ char, isPlain: isEscaped });
      isEscaped = false;
    }
  }
  return found;
}

/**
 * The steps of a path as Helm's `--set-string` takes it: dots between keys,
 * `[n]` for list items, a backslash before a character that means itself.
 *
 * @throws SetPathError
 */
export function parseSetPath(path: string): Step[] {
  const steps: Step[] = [];
  let text = '';
  let isInIndex = false;
  /** Behind `]` only `.`, `[` or the end may follow. */
  let isAfterIndex = false;
  for (const { char, isPlain } of tokens(path)) {
    if (isInIndex) {
      if (isPlain || char !== ']') {
        text += char;
      } else {
        const index = /^[-+]?\d{1,9}$/.test(text) ? Number(text) : NaN;
        if (!(index >= 0 && index <= MAX_INDEX)) {
          throw new SetPathError(`"${text}" is not a position in a list`);
        }
        steps.push({ index: Math.abs(index) });
        text = '';
        isInIndex = false;
        isAfterIndex = true;
      }
    } else if (!isPlain && (char === '=' || char === ',')) {
      throw new SetPathError(`"${char}" needs a backslash before it`);
    } else if (!isPlain && (char === '.' || char === '[')) {
      if (!isAfterIndex) {
        steps.push({ key: text });
        text = '';
      }
      isInIndex = char === '[';
      isAfterIndex = false;
    } else if (isAfterIndex) {
      throw new SetPathError(`"${char}" follows a position in a list`);
    } else {
      text += char;
    }
  }
  if (isInIndex) {
    throw new SetPathError('a "[" has no "]"');
  }
  if (!isAfterIndex) {
    steps.push({ key: text });
  }
  if (steps.some(step => 'key' in step && !step.key)) {
    throw new SetPathError('a key is empty');
  }
  if (steps.length > MAX_LEVELS + 1) {
    throw new SetPathError(`it has more than ${MAX_LEVELS} levels`);
  }
  return steps;
}

function nameOf(step: Step): string {
  return 'key' in step ? `"${step.key}"` : `[${step.index}]`;
}

function put(
  into: unknown,
  [step, ...rest]: readonly Step[],
  value: unknown,
): unknown {
  if ('key' in step) {
    if (into !== undefined && into !== null && !isValuesMap(into)) {
      throw new SetPathError(`${nameOf(step)} is below what is no map`);
    }
    const map = new Map(Object.entries((into ?? {}) as ValuesMap));
    map.set(
      step.key,
      rest.length ? put(map.get(step.key), rest, value) : value,
    );
    return Object.fromEntries(map);
  }
  if (into !== undefined && into !== null && !Array.isArray(into)) {
    throw new SetPathError(`${nameOf(step)} is below what is no list`);
  }
  const list: unknown[] = [...((into as unknown[] | null | undefined) ?? [])];
  while (list.length <= step.index) {
    list.push(null);
  }
  const below = list[step.index];
  // Helm starts anew where an item stands in the way of a key.
  const isInTheWay = rest.length > 0 && 'key' in rest[0] && !isValuesMap(below);
  list[step.index] = rest.length
    ? put(isInTheWay ? undefined : below, rest, value)
    : value;
  return list;
}

/**
 * Values with one more set, as `helm --set-string path=value` does. The value
 * is one whole: commas and braces in it mean themselves.
 *
 * @throws SetPathError
 */
export function setValue(
  values: ValuesMap,
  path: string,
  value: unknown,
): ValuesMap {
  return put(values, parseSetPath(path), value) as ValuesMap;
}

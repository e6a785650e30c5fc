import { suggest } from '../nearest';
import { isUnset, type DocumentFields } from './DocumentFields';

/** A field that does nothing here, with what happens instead. */
export interface IgnoredField {
  path: string;
  /** Values that ask for nothing special; unset ones never do. */
  isUsual?: (value: unknown) => boolean;
  instead: string;
}

/** Names every field of a table that asks for something. */
export function warnIgnored(
  fields: DocumentFields,
  table: readonly IgnoredField[],
): void {
  for (const { path, isUsual, instead } of table) {
    const value = fields.value(path);
    if (!isUnset(value) && isUsual?.(value) !== true) {
      fields.notHonoured(path, instead);
    }
  }
}

/** Names what is no field of the format at all: mostly a slip of the pen. */
export function warnUnknown(
  fields: DocumentFields,
  path: string,
  known: readonly string[],
): void {
  const map = fields.value(path);
  if (typeof map !== 'object' || map === null || Array.isArray(map)) {
    return;
  }
  for (const key of Object.keys(map)) {
    if (!known.includes(key)) {
      fields.notHonoured(
        `${path}.${key}`,
        `There is no such field. ${suggest(key, known)}`,
      );
    }
  }
}

/**
 * The time limit of a document: the longest of several, at most a day.
 *
 * @param paths - of fields in the format's own notation.
 */
export function longestTimeout(
  fields: DocumentFields,
  paths: readonly string[],
  read: (value: unknown) => number | undefined,
  max: number,
): number | undefined {
  const found = paths.flatMap(path => {
    const value = fields.value(path);
    if (value === undefined || value === null) {
      return [];
    }
    const seconds = read(value);
    if (seconds === undefined || seconds < 1) {
      fields.invalid(path, 'is not a time that one can wait');
      return [];
    }
    return [{ path, seconds }];
  });
  const longest = found.reduce<(typeof found)[number] | undefined>(
    (best, entry) => (best && best.seconds >= entry.seconds ? best : entry),
    undefined,
  );
  if (!longest) {
    return undefined;
  }
  for (const { path, seconds } of found) {
    if (seconds !== longest.seconds) {
      fields.notHonoured(
        path,
        `One time limit holds for all: ${longest.seconds} seconds.`,
      );
    }
  }
  if (longest.seconds > max) {
    fields.notHonoured(longest.path, `At most a day is waited.`);
  }
  return Math.min(longest.seconds, max);
}

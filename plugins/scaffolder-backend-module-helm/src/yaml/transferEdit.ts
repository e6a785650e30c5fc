import { diffArrays } from 'diff';

/** Lines that differ in nothing but blanks are the same line. */
function withoutBlanks(line: string): string {
  return line.replace(/\s/g, '');
}

/** Position in the author's text of the lines that a library has written. */
function alignLines(library: string[], author: string[]): Map<number, number> {
  const positions = new Map<number, number>();
  let left = 0;
  let right = 0;
  const parts = diffArrays(
    library.map(withoutBlanks),
    author.map(withoutBlanks),
  );
  for (const { added, removed, count } of parts) {
    if (!added && !removed) {
      for (let step = 0; step < count; step += 1) {
        positions.set(left + step, right + step);
      }
    }
    left += added ? 0 : count;
    right += removed ? 0 : count;
  }
  return positions;
}

/**
 * Carries an edit over to the author's writing of a text: a library writes all
 * of it in its own way, `before` and `after` the edit.
 *
 * @returns undefined when a line that the edit removed is not to be found in
 *   the author's text
 */
export function transferEdit(options: {
  text: string;
  before: string;
  after: string;
}): string | undefined {
  const author = options.text.split('\n');
  const before = options.before.split('\n');
  const positions = alignLines(before, author);
  const result: string[] = [];
  let line = 0;
  let next = 0;
  const copyUntil = (end: number) => {
    result.push(...author.slice(next, end));
    next = Math.max(next, end);
  };
  for (const part of diffArrays(before, options.after.split('\n'))) {
    if (part.added) {
      result.push(...part.value);
    } else {
      for (let step = 0; step < part.count; step += 1, line += 1) {
        const position = positions.get(line);
        if (part.removed && position === undefined) {
          return undefined;
        }
        if (position !== undefined) {
          copyUntil(part.removed ? position : position + 1);
          next = position + 1;
        }
      }
    }
  }
  copyUntil(author.length);
  return result.join('\n');
}

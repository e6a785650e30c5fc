import type { DiffLine } from '@backstage-helm/plugin-helm-common';

/** A line split into what both sides share and the part that changed. */
export interface MarkedLine extends DiffLine {
  before: string;
  changed: string;
  after: string;
}

function unmarked(line: DiffLine): MarkedLine {
  return { ...line, before: line.text, changed: '', after: '' };
}

const partOfWord = /[\w.+-]/;

/** Length of what both begin with and of what both end with, in whole words. */
function common(left: string, right: string): [number, number] {
  const most = Math.min(left.length, right.length);
  let start = 0;
  while (start < most && left[start] === right[start]) {
    start += 1;
  }
  let end = 0;
  while (
    end < most - start &&
    left[left.length - 1 - end] === right[right.length - 1 - end]
  ) {
    end += 1;
  }
  while (start > 0 && partOfWord.test(left[start - 1])) {
    start -= 1;
  }
  while (end > 0 && partOfWord.test(left[left.length - end])) {
    end -= 1;
  }
  return [start, end];
}

function mark(line: DiffLine, start: number, end: number): MarkedLine {
  const stop = line.text.length - end;
  return {
    ...line,
    before: line.text.slice(0, start),
    changed: line.text.slice(start, stop),
    after: line.text.slice(stop),
  };
}

/**
 * Marks the changed part where a run of removed lines is followed by as many
 * added ones; a pair that shares nothing but indentation stays unmarked.
 */
export function markChangedParts(lines: DiffLine[]): MarkedLine[] {
  const result: MarkedLine[] = [];
  let index = 0;
  while (index < lines.length) {
    const removed = run(lines, index, 'del');
    const added = run(lines, index + removed.length, 'add');
    if (removed.length === 0 || removed.length !== added.length) {
      const taken = Math.max(1, removed.length);
      result.push(...lines.slice(index, index + taken).map(unmarked));
      index += taken;
      continue;
    }
    const pairs = removed.map((line, at) => {
      const [start, end] = common(line.text, added[at].text);
      const shared = line.text.slice(0, start).trim().length + end;
      return shared > 0
        ? [mark(line, start, end), mark(added[at], start, end)]
        : [unmarked(line), unmarked(added[at])];
    });
    result.push(...pairs.map(([left]) => left));
    result.push(...pairs.map(([, right]) => right));
    index += removed.length + added.length;
  }
  return result;
}

function run(
  lines: DiffLine[],
  from: number,
  type: DiffLine['type'],
): DiffLine[] {
  let end = from;
  while (end < lines.length && lines[end].type === type) {
    end += 1;
  }
  return lines.slice(from, end);
}

import { structuredPatch } from 'diff';
import type { DiffHunk, DiffLine } from '../api';

const CONTEXT = 3;
/** Beyond it the two texts have so little in common that all is replaced. */
const MAX_EDITS = 20_000;

function withNewline(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function replaceAll(left: string, right: string): DiffHunk[] {
  const lines = (text: string) =>
    text === '' ? [] : text.replace(/\n$/, '').split('\n');
  return [
    {
      skippedBefore: 0,
      lines: [
        ...lines(left).map((text, index) => ({
          type: 'del' as const,
          text,
          left: index + 1,
        })),
        ...lines(right).map((text, index) => ({
          type: 'add' as const,
          text,
          right: index + 1,
        })),
      ],
    },
  ];
}

/**
 * Line differences of two texts in hunks with three lines of context, none
 * when they are equal. A missing last newline does not count.
 */
export function diffLines(left: string, right: string): DiffHunk[] {
  const before = withNewline(left);
  const after = withNewline(right);
  if (before === after) {
    return [];
  }
  if (before === '' || after === '') {
    return replaceAll(before, after);
  }
  const patch = structuredPatch('', '', before, after, '', '', {
    context: CONTEXT,
    maxEditLength: MAX_EDITS,
  });
  if (!patch) {
    return replaceAll(before, after);
  }
  let leftEnd = 1;
  return patch.hunks.map(hunk => {
    let leftLine = hunk.oldStart;
    let rightLine = hunk.newStart;
    const skippedBefore = hunk.oldStart - leftEnd;
    leftEnd = hunk.oldStart + hunk.oldLines;
    const lines = hunk.lines.map((line): DiffLine => {
      const text = line.slice(1);
      switch (line[0]) {
        case '+':
          return { type: 'add', text, right: rightLine++ };
        case '-':
          return { type: 'del', text, left: leftLine++ };
        default:
          return {
            type: 'context',
            text,
            left: leftLine++,
            right: rightLine++,
          };
      }
    });
    return { skippedBefore, lines };
  });
}

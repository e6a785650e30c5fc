import type { DiffEntry } from '@backstage-helm/plugin-helm-common';

/** Lines that an entry, or several, add and remove. */
export function countLines(entries: DiffEntry[]): {
  added: number;
  removed: number;
} {
  const lines = entries.flatMap(entry =>
    entry.hunks.flatMap(hunk => hunk.lines),
  );
  return {
    added: lines.filter(line => line.type === 'add').length,
    removed: lines.filter(line => line.type === 'del').length,
  };
}

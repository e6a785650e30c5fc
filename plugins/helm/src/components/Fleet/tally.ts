import type { ReleaseRow } from '@backstage-helm/plugin-helm-common';
import type { Tone } from '../../theme/tokens';

/** Tones in the order of who needs what. */
export const tallyTones: Tone[] = ['err', 'warn', 'accent', 'ok', 'mute'];

/** How many rows there are of each tone. */
export function tally(rows: ReleaseRow[]): Record<Tone, number> {
  const counts = { err: 0, warn: 0, accent: 0, ok: 0, mute: 0 };
  for (const row of rows) {
    counts[row.headline.tone] += 1;
  }
  return counts;
}

/** Rows that need a person first, then by name. */
export function byNeed(rows: ReleaseRow[]): ReleaseRow[] {
  const rank = (row: ReleaseRow) => tallyTones.indexOf(row.headline.tone);
  return [...rows].sort(
    (left, right) =>
      rank(left) - rank(right) ||
      left.release.name.localeCompare(right.release.name) ||
      left.release.namespace.localeCompare(right.release.namespace),
  );
}

/**
 * A span of time in the design's short form: `44 s`, `1 m 12 s`, `3 h 5 m`.
 * Compared with `formatAge` it keeps the seconds of a minute.
 *
 * @public
 */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} m ${seconds % 60} s`;
  }
  return `${Math.floor(seconds / 3600)} h ${Math.floor(
    (seconds % 3600) / 60,
  )} m`;
}

/** An age in one unit: `40 s`, `47 min`, `3 h`, `2 days`. @public */
export function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min`;
  }
  if (seconds < 48 * 3600) {
    return `${Math.floor(seconds / 3600)} h`;
  }
  return `${Math.floor(seconds / 86400)} days`;
}

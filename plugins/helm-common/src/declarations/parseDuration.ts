const units = { h: 3600, m: 60, s: 1 } as const;

/** Longest time that an operation may be given. */
const MAX_SECONDS = 24 * 3600;

/**
 * Seconds of a duration such as `90s`, `5m` or `1h30m`; undefined when it is
 * not one, or not between a second and a day.
 *
 * @public
 */
export function parseDuration(text: string): number | undefined {
  const match = /^(?:(\d{1,5})h)?(?:(\d{1,5})m)?(?:(\d{1,5})s)?$/.exec(
    text.trim(),
  );
  if (!match) {
    return undefined;
  }
  const seconds =
    Number(match[1] ?? 0) * units.h +
    Number(match[2] ?? 0) * units.m +
    Number(match[3] ?? 0) * units.s;
  return seconds >= 1 && seconds <= MAX_SECONDS ? seconds : undefined;
}

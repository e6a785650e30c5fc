const units = { ms: 0.001, s: 1, m: 60, h: 3600 } as const;

/** Longest time that an operation may be given, in seconds. */
export const MAX_SECONDS = 24 * 3600;

/**
 * Whole seconds, rounded up, of a duration as Go writes it: `5m0s`, `1.5h`,
 * `500ms`. Undefined when it is not one.
 */
export function parseGoDuration(text: string): number | undefined {
  if (!/^(\d{1,9}(\.\d{1,9})?(ms|s|m|h))+$/.test(text)) {
    return undefined;
  }
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/([\d.]+)(ms|s|m|h)/g)) {
    seconds += Number(amount) * units[unit as keyof typeof units];
  }
  return Math.ceil(seconds);
}

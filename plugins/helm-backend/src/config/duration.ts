const units: Record<string, number> = { s: 1, m: 60, h: 3600 };

/**
 * Seconds of a duration as Helm writes it: `90s`, `5m`, `1h30m`; a bare number
 * is seconds. `undefined` when it is none.
 */
export function parseDurationSeconds(text: string): number | undefined {
  if (/^\d+$/.test(text)) {
    return Number(text);
  }
  if (!/^(\d+(s|m|h))+$/.test(text)) {
    return undefined;
  }
  return [...text.matchAll(/(\d+)(s|m|h)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * units[unit],
    0,
  );
}

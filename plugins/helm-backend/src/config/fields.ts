import { z } from 'zod';
import { parseDuration } from '@backstage-helm/plugin-helm-common';

/** True or false; values may come from the environment, as strings. */
export const flag = z.union([z.boolean(), z.stringbool()], {
  error: 'must be true or false',
});
export const count = (least: number, most: number) =>
  z.coerce
    .number({ error: `must be a whole number from ${least} to ${most}` })
    .int(`must be a whole number from ${least} to ${most}`)
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);
export const text = z
  .string({ error: 'must be a text that is not empty' })
  .min(1, 'must be a text that is not empty');
export const oneOf = <const T extends readonly [string, ...string[]]>(
  values: T,
) => z.enum(values, { error: `must be one of ${values.join(', ')}` });
function secondsOf(written: string): number | undefined {
  return parseDuration(/^\d+$/.test(written) ? `${written}s` : written);
}

export const duration = z
  .union([z.string(), z.number()], { error: 'must be a duration such as 5m' })
  .transform((value, context) => {
    const seconds = secondsOf(String(value));
    if (seconds === undefined) {
      context.addIssue({
        code: 'custom',
        message: 'must be a duration from 1s to 24h, such as 90s, 5m or 1h30m',
      });
      return z.NEVER;
    }
    return seconds;
  });
/** Like duration, in days too: freezes and approvals outlast a night. */
export const longDuration = z
  .union([z.string(), z.number()], { error: 'must be a duration such as 24h' })
  .transform((value, context) => {
    const parts =
      /^(?:(\d{1,3})d)?(?:(\d{1,5})h)?(?:(\d{1,7})m)?(?:(\d{1,8})s?)?$/.exec(
        String(value),
      );
    const [days, hours, minutes, seconds] = (parts ?? [])
      .slice(1)
      .map(part => Number(part ?? 0));
    const total = days * 86_400 + hours * 3600 + minutes * 60 + seconds;
    if (!(total > 0 && total < 1000 * 86_400)) {
      context.addIssue({
        code: 'custom',
        message:
          'must be a duration from 1s to 999d, such as 90m, 62h, 3d or 1d12h',
      });
      return z.NEVER;
    }
    return total;
  });
export const instant = z
  .union([z.string(), z.date()], {
    error: 'must be a time such as 2026-12-20T00:00:00Z',
  })
  .transform((value, context) => {
    const time = value instanceof Date ? value.getTime() : Date.parse(value);
    const hasZone =
      value instanceof Date || /(?:[zZ]|[+-]\d{2}:?\d{2})$/.test(value);
    if (Number.isNaN(time) || !hasZone) {
      context.addIssue({
        code: 'custom',
        message: 'must be a time with its zone, such as 2026-12-20T00:00:00Z',
      });
      return z.NEVER;
    }
    return time;
  });
export const name = text
  .max(63, 'must be at most 63 characters')
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    'must be lower-case letters, digits and dashes, such as staging',
  );
export const values = z.record(z.string(), z.unknown(), {
  error: 'must be a map of values',
});

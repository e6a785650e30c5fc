import { createHash } from 'node:crypto';

const MOST_MS = 24 * 60 * 60 * 1000;
/** Up to this much longer, so that what failed together is not tried together. */
const JITTER = 0.25;

/**
 * Milliseconds until the next attempt, after so many that failed: doubled each
 * time, with a share that hangs on `key`.
 */
export function backoffMs(
  backoffSeconds: number,
  attempts: number,
  key: string,
): number {
  const base = backoffSeconds * 1000 * 2 ** Math.max(0, attempts - 1);
  const share = createHash('sha256').update(key).digest().readUInt32BE(0);
  return Math.min(MOST_MS, Math.round(base * (1 + JITTER * (share / 2 ** 32))));
}

import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves after the time, or at once when aborted. Keeps no process alive. */
export async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal, ref: false });
  } catch {
    // Aborted: the caller looks at its signal.
  }
}

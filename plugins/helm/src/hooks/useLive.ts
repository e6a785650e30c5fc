import { useCallback, useEffect, useRef, useState } from 'react';
import { useSignal } from '@backstage/plugin-signals-react';

/** What a screen knows of something that the server tells and keeps changing. */
export interface Live<T> {
  /** The newest answer; kept when a later request fails. */
  data?: T;
  /** Why the newest request failed; gone with the next answer. */
  error?: Error;
  /** True until the first answer or failure. */
  isLoading: boolean;
  refresh: () => void;
}

/** Default pace of polling, where no signals come (milliseconds). */
export const CALM = 30_000;
/** Pace while something is running. */
export const BUSY = 5_000;

/**
 * Keeps an answer fresh: asks again on a signal of the backend, after `pace`
 * milliseconds, and when the window is looked at again. `key` names what is
 * asked for: another key starts anew. Undefined asks for nothing.
 */
export function useLive<T>(
  key: string | undefined,
  load: () => Promise<T>,
  pace: (data: T | undefined) => number = () => CALM,
): Live<T> {
  const [state, setState] = useState<{
    key?: string;
    data?: T;
    error?: Error;
  }>({});
  const [round, setRound] = useState(0);
  const { lastSignal } = useSignal('helm');
  const latest = useRef({ load, pace });
  latest.current = { load, pace };

  const refresh = useCallback(() => setRound(count => count + 1), []);

  useEffect(() => {
    if (key === undefined) {
      return undefined;
    }
    let isOver = false;
    latest.current.load().then(
      data => !isOver && setState({ key, data }),
      error =>
        !isOver &&
        setState(before => ({
          key,
          data: before.key === key ? before.data : undefined,
          error: error instanceof Error ? error : new Error(String(error)),
        })),
    );
    return () => {
      isOver = true;
    };
  }, [key, round, lastSignal]);

  useEffect(() => {
    if (key === undefined) {
      return undefined;
    }
    const wait = latest.current.pace(state.data);
    const timer = setTimeout(() => {
      if (!document.hidden) {
        refresh();
      }
    }, wait);
    const lookedAt = () => !document.hidden && refresh();
    document.addEventListener('visibilitychange', lookedAt);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', lookedAt);
    };
  }, [key, state, refresh]);

  const isCurrent = state.key === key;
  return {
    data: isCurrent ? state.data : undefined,
    error: isCurrent ? state.error : undefined,
    isLoading: key !== undefined && !isCurrent,
    refresh,
  };
}

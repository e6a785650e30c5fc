import { useCallback, useEffect, useRef, useState } from 'react';
import type { Live } from './useLive';

/**
 * Asks once for what does not change while one looks; another key asks anew,
 * and so does `refresh`. Undefined asks for nothing.
 */
export function useOnce<T>(
  key: string | undefined,
  load: () => Promise<T>,
): Live<T> {
  const [state, setState] = useState<{
    key?: string;
    data?: T;
    error?: Error;
  }>({});
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  const refresh = useCallback(() => setRound(count => count + 1), []);
  useEffect(() => {
    if (key === undefined) {
      return undefined;
    }
    let isOver = false;
    latest.current().then(
      data => !isOver && setState({ key, data }),
      error =>
        !isOver &&
        setState({
          key,
          error: error instanceof Error ? error : new Error(String(error)),
        }),
    );
    return () => {
      isOver = true;
    };
  }, [key, round]);
  const isCurrent = state.key === key;
  return {
    data: isCurrent ? state.data : undefined,
    error: isCurrent ? state.error : undefined,
    isLoading: key !== undefined && !isCurrent,
    refresh,
  };
}

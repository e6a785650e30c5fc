import { useEffect, useRef, useState } from 'react';

/**
 * Asks once for what does not change; another key asks anew. Undefined until it
 * is there, and when it can't be had: for what a screen can do without.
 */
export function useOnce<T>(
  key: string | undefined,
  load: () => Promise<T>,
): T | undefined {
  const [found, setFound] = useState<{ key: string; data: T }>();
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    if (key === undefined) {
      return undefined;
    }
    let isOver = false;
    latest.current().then(
      data => !isOver && setFound({ key, data }),
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [key]);
  return found?.key === key ? found?.data : undefined;
}

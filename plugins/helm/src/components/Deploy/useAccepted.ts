import { useCallback, useEffect, useState } from 'react';

/** The findings of a plan that were ticked; another plan starts with none. */
export function useAccepted(
  planId: string | undefined,
): [ReadonlySet<string>, (key: string, accepted: boolean) => void] {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => setKeys(new Set()), [planId]);
  const accept = useCallback(
    (key: string, accepted: boolean) =>
      setKeys(before => {
        const after = new Set(before);
        if (accepted) {
          after.add(key);
        } else {
          after.delete(key);
        }
        return after;
      }),
    [],
  );
  return [keys, accept];
}

import { useEffect, useState } from 'react';

/**
 * The value once it has stayed the same for `ms` milliseconds; the first one at
 * once. Values are compared by what JSON says of them.
 */
export function useSettled<T>(value: T, ms: number): T {
  const key = JSON.stringify(value);
  const [settled, setSettled] = useState({ key, value });
  useEffect(() => {
    if (settled.key === key) {
      return undefined;
    }
    const timer = setTimeout(() => setSettled({ key, value }), ms);
    return () => clearTimeout(timer);
  }, [key, value, settled.key, ms]);
  return settled.value;
}

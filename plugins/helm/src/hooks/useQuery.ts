import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

type Changes = Record<string, string | undefined>;

/** The state of a screen that its address keeps: read, change, link to. */
export interface Query {
  get(name: string): string | undefined;
  /** Sets the given names, drops those that are undefined, leaves the rest. */
  set(changes: Changes, options?: { replace?: boolean }): void;
  /** Address of the same screen with these changes. */
  href(changes: Changes): string;
}

/** Reads and writes the query of the current address. */
export function useQuery(): Query {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (changes: Changes, options?: { replace?: boolean }) =>
      setParams(before => changed(before, changes), {
        replace: options?.replace,
      }),
    [setParams],
  );
  return useMemo(
    () => ({
      get: name => params.get(name) ?? undefined,
      set,
      href: changes => `?${changed(params, changes)}`,
    }),
    [params, set],
  );
}

function changed(before: URLSearchParams, changes: Changes): URLSearchParams {
  const after = new URLSearchParams(before);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) {
      after.delete(name);
    } else {
      after.set(name, value);
    }
  }
  return after;
}

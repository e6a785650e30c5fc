/**
 * Whether values switch a chart inside another one off, as Helm decides: by the
 * first of the condition's paths that holds a boolean.
 */
export function isOff(
  condition: string | undefined,
  values: Record<string, unknown>,
): boolean {
  for (const path of (condition ?? '').split(',')) {
    const value = path
      .trim()
      .split('.')
      .reduce<unknown>(
        (at, key) =>
          typeof at === 'object' && at !== null
            ? (at as Record<string, unknown>)[key]
            : undefined,
        values,
      );
    if (typeof value === 'boolean') {
      return !value;
    }
  }
  return false;
}

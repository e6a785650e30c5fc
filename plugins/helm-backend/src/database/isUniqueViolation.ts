/** True when a unique index refused the row, on PostgreSQL and SQLite. */
export function isUniqueViolation(error: unknown): boolean {
  // Not instanceof: a native driver may bring its own Error.
  if (typeof error !== 'object' || error === null || !('code' in error)) {
    return false;
  }
  return (
    error.code === '23505' ||
    error.code === 'SQLITE_CONSTRAINT_UNIQUE' ||
    error.code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
  );
}

/** Names that other addresses of the host use. */
const RESERVED = new Set(['api']);
const PART = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** What a new repository may be called, in words. */
export const REPOSITORY_NAME_RULE =
  '<organisation>/<name>, each of lower case letters, digits and dashes, at most 63';

/** Reads `<organisation>/<name>` of a repository that shall be made. */
export function parseNewRepository(name: unknown): string | undefined {
  if (typeof name !== 'string') {
    return undefined;
  }
  const parts = name.split('/');
  const isFine =
    parts.length === 2 &&
    parts.every(part => PART.test(part)) &&
    !RESERVED.has(parts[0]);
  return isFine ? name : undefined;
}

/** Reads the name of a branch; branches have no slash here. */
export function parseBranch(name: unknown): string | undefined {
  const isFine =
    typeof name === 'string' &&
    name.length <= 100 &&
    /^\w[\w.-]*$/.test(name) &&
    !/\.\.|\.lock$|\.$/.test(name);
  return isFine ? name : undefined;
}

import picomatch from 'picomatch';

/**
 * Whether a declaration comes from a place that is followed. Globs are matched
 * on the location as a parser of addresses reads it, without its query; whatever
 * could mean another place than it seems to is not trusted: credentials, a step
 * up, a fragment, an escaped slash, a query that does more than name a file.
 */
export function isTrustedLocation(
  location: string | undefined,
  globs: readonly string[],
): boolean {
  const address = location && plainAddress(location);
  return address
    ? picomatch.isMatch(address, [...globs], { dot: true })
    : false;
}

/** Keys by which Azure DevOps and Bitbucket name a file and a branch. */
const QUERY_KEYS = new Set(['path', 'version', 'at']);

/** The address as the host sees it, if it can mean only one. */
function plainAddress(location: string): string | undefined {
  if (!URL.canParse(location) || /[\\\s]/.test(location)) {
    return undefined;
  }
  const url = new URL(location);
  const { protocol, host, pathname } = url;
  const isWeb = protocol === 'https:' || protocol === 'http:';
  const isPlain =
    !url.username &&
    !url.password &&
    !url.hash &&
    !/%2e|%2f|%5c|\/\//i.test(pathname) &&
    // `URL` takes steps up away; one that was written is a reason for doubt.
    !/(^|[/=])\.\.([/&]|$)/.test(decoded(location)) &&
    [...url.searchParams.keys()].every(key => QUERY_KEYS.has(key));
  return isWeb && isPlain ? `${protocol}//${host}${pathname}` : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not an escape at all: as it stands.
    return text;
  }
}

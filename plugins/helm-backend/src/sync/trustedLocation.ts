import picomatch from 'picomatch';

/**
 * Whether a declaration comes from a place that is followed. Globs are matched
 * on the location as a parser of addresses reads it; whatever could mean another
 * place than it seems to is not trusted: credentials, a step up, a fragment, an
 * escaped slash, a query that does more than name a file and a branch. Nor is a
 * commit or a request to merge: hosts serve a stranger's fork under the
 * repository's own address.
 */
export function isTrustedLocation(
  location: string | undefined,
  globs: readonly string[],
): boolean {
  const place = location && placeOf(location);
  return place ? globs.some(glob => matches(place, glob)) : false;
}

/**
 * What is wrong with a glob of places, if anything: a host is written out, and
 * nothing is said by exclusion, which would trust the rest of the world.
 */
export function locationGlobProblem(glob: string): string | undefined {
  if (glob.startsWith('!')) {
    return 'must not begin with !: name what is trusted';
  }
  const [, host, rest] = /^https?:\/\/([^/?#]*)(\/.*)$/.exec(glob) ?? [];
  return !host ||
    !rest ||
    !/^[\w.-]+(:\d+)?$|^\[[\da-f:]+\](:\d+)?$/i.test(host)
    ? 'must be an address of a host such as https://git.example.com/acme/**'
    : undefined;
}

/** An address as its host sees it, if it can mean only one. */
interface Place {
  address: string;
  query: ReadonlyMap<string, string>;
}

/** Keys by which Azure DevOps and Bitbucket name a file and a branch. */
const QUERY_KEYS = new Set(['path', 'version', 'at']);

/** In a glob, too, a question mark begins the query. */
function matches({ address, query }: Place, glob: string): boolean {
  const [path, ...rest] = glob.split('?');
  if (!fits(address, path)) {
    return false;
  }
  const wanted = new URLSearchParams(rest.join('?').replaceAll('+', '%2B'));
  // A place with everything beneath it; any other says which file and branch.
  return rest.length
    ? [...wanted].every(([key, each]) => fits(query.get(key) ?? '', each))
    : query.size === 0 || path.endsWith('/**');
}

function fits(text: string, glob: string): boolean {
  return (
    text === glob ||
    picomatch.isMatch(text, glob, { dot: true, nonegate: true })
  );
}

function placeOf(location: string): Place | undefined {
  if (!URL.canParse(location) || /[\\\s]/.test(location)) {
    return undefined;
  }
  const url = new URL(location);
  const { protocol, host, pathname } = url;
  const keys = [...url.searchParams.keys()];
  const whole = decoded(location);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  const isPlain =
    !url.username &&
    !url.password &&
    !url.hash &&
    !/%2e|%2f|%5c|\/\//i.test(pathname) &&
    // `URL` takes steps up away; one that was written is a reason for doubt.
    !/(^|[/=])\.\.([/&]|$)/.test(whole) &&
    keys.every(key => QUERY_KEYS.has(key)) &&
    new Set(keys).size === keys.length;
  return isWeb && isPlain && !isOfAnybody(decoded(pathname), url.searchParams)
    ? {
        address: `${protocol}//${host}${pathname}`,
        query: new Map(url.searchParams),
      }
    : undefined;
}

const COMMIT = /(^|\/)([\da-f]{40}|[\da-f]{64})(\/|$)/i;
/** Hosts also take the beginning of a commit's name for it. */
const COMMIT_PLACE =
  /\/(blob|edit|raw|src|tree)\/(commit\/|[\da-f]{7,64}(\/|$))/i;
const REQUEST_REF =
  /(^|\/)refs\/(changes|merge-requests|pull|pull-requests)(\/|$)/i;

/** Who may not write to a repository may yet have such a thing in it. */
function isOfAnybody(path: string, query: URLSearchParams): boolean {
  const at = query.get('at') ?? '';
  const version = query.get('version') ?? '';
  return (
    [path, at].some(text => COMMIT.test(text) || REQUEST_REF.test(text)) ||
    COMMIT_PLACE.test(path) ||
    /^[\da-f]{7,64}$/i.test(at) ||
    /^GC/i.test(version) ||
    REQUEST_REF.test(version.replace(/^G[BT]/i, ''))
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not an escape at all: as it stands.
    return text;
  }
}

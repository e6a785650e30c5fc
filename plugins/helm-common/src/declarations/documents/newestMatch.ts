import semver, { type SemVer } from 'semver';

/** One condition of a range: an operator and a version that may be partial. */
interface Condition {
  operator: string;
  version: SemVer;
  /** How many of the three numbers are given. */
  given: number;
}

const operators = '=|!=|>|<|>=|=>|<=|=<|~|~>|\\^';
const numbers =
  'v?(\\d+|[xX*])(?:\\.(\\d+|[xX*]))?(?:\\.(\\d+|[xX*]))?(?:-([-0-9A-Za-z.]+))?(?:\\+[-0-9A-Za-z.]+)?';
const condition = new RegExp(`^(${operators})?\\s*${numbers}$`);
const versionRule = new RegExp(`^${numbers}$`);
const hyphen = new RegExp(
  `(${numbers.replace(/\((?!\?)/g, '(?:')})\\s+-\\s+(${numbers.replace(
    /\((?!\?)/g,
    '(?:',
  )})`,
  'g',
);

function isNumber(part: string | undefined): part is string {
  return part !== undefined && /^\d+$/.test(part);
}

function readParts(
  parts: (string | undefined)[],
  preRelease: string | undefined,
): { version: SemVer; given: number } | undefined {
  const firstOpen = parts.findIndex(part => !isNumber(part));
  const given = firstOpen < 0 ? 3 : firstOpen;
  const text = [0, 1, 2]
    .map(index => (index < given ? parts[index] : '0'))
    .join('.');
  const version = semver.parse(
    preRelease === undefined ? text : `${text}-${preRelease}`,
  );
  return version ? { version, given } : undefined;
}

function parseVersion(text: string): SemVer | undefined {
  const match = versionRule.exec(text);
  const read = match && readParts(match.slice(1, 4), match[4]);
  return read && read.given > 0 ? read.version : undefined;
}

function parseCondition(text: string): Condition | undefined {
  const match = condition.exec(text);
  const read = match && readParts(match.slice(2, 5), match[5]);
  return read ? { operator: match[1] ?? '=', ...read } : undefined;
}

/** `>= 1.2, < 2 || 3.x` as alternatives of conditions that all must hold. */
function parseRange(range: string): Condition[][] | undefined {
  const alternatives = range.split('||').map(alternative =>
    alternative
      .replace(hyphen, '>=$1 <=$2')
      .replace(new RegExp(`(${operators})\\s+(?=v?[\\dxX*])`, 'g'), '$1')
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(parseCondition),
  );
  const isRead = alternatives.every(
    conditions =>
      conditions.length > 0 && conditions.every(entry => entry !== undefined),
  );
  return isRead ? (alternatives as Condition[][]) : undefined;
}

/** Whether the numbers that a condition gives are those of the version. */
function isSamePart(version: SemVer, wanted: SemVer, count: number): boolean {
  return (['major', 'minor', 'patch'] as const)
    .slice(0, count)
    .every(part => version[part] === wanted[part]);
}

function isWithin(
  version: SemVer,
  { operator, version: wanted, given }: Condition,
) {
  const order = version.compare(wanted);
  switch (operator) {
    case '!=':
      return given < 3 ? !isSamePart(version, wanted, given) : order !== 0;
    case '>':
      return order > 0 && (given === 3 || !isSamePart(version, wanted, given));
    case '<':
      return order < 0;
    case '>=':
    case '=>':
      return order >= 0;
    case '<=':
    case '=<':
      return order <= 0 || (given < 3 && isSamePart(version, wanted, given));
    case '~':
    case '~>':
      return order >= 0 && isSamePart(version, wanted, Math.min(given, 2));
    case '^': {
      // What is left of the first number that is not 0 stays as it is.
      const first = [wanted.major, wanted.minor, wanted.patch].findIndex(
        part => part > 0,
      );
      const fixed = first < 0 ? 3 : first + 1;
      return order >= 0 && isSamePart(version, wanted, Math.min(given, fixed));
    }
    default:
      return given === 3
        ? order === 0
        : order >= 0 && isSamePart(version, wanted, given);
  }
}

/**
 * The newest of the published versions that a range means, read as Helm and
 * Flux read it: spaces and commas join, `||` separates, `1.2` and `1.2.x` are
 * any patch, a pre-release only counts where the range names one. No range,
 * and `latest`, mean the newest release.
 *
 * @returns undefined when none matches, or the text is no range.
 * @public
 */
export function newestMatch(
  range: string,
  versions: readonly string[],
): string | undefined {
  const text = range.trim();
  if (versions.includes(text)) {
    return text;
  }
  const alternatives = parseRange(
    text === '' || text === 'latest' ? '*' : text,
  );
  const matching = versions.flatMap(published => {
    const version = parseVersion(published);
    const isMatch =
      version &&
      alternatives?.some(conditions => {
        const takesPreReleases = conditions.some(
          entry => entry.version.prerelease.length > 0,
        );
        return (
          (takesPreReleases || version.prerelease.length === 0) &&
          conditions.every(entry => isWithin(version, entry))
        );
      });
    return isMatch ? [{ published, version }] : [];
  });
  return matching.sort(
    (left, right) =>
      right.version.compare(left.version) ||
      (left.published < right.published ? 1 : -1),
  )[0]?.published;
}

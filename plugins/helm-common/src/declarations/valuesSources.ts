import { HelmError, isHelmError, type HelmProblem } from '../errors';
import { parseHelmYaml } from '../values/parseHelmYaml';

/** Where values of a target come from, in the order that they are layered. @public */
export type ValuesSource = {
  layer: 'values' | 'values.environment';
  /** The annotation. */
  field: string;
} & (
  | { type: 'file'; path: string }
  | { type: 'inline'; values: Record<string, unknown> }
);

/** Most files that one target may name (DESIGN §3). @public */
export const MAX_VALUES_FILES = 20;
/** Most bytes of one file. @public */
export const MAX_VALUES_FILE_BYTES = 1024 * 1024;

/** Control characters, and what gives a path a second meaning in a URL. */
const forbiddenInPath = /\p{Cc}|[\\:?#%*<>|"]/u;

/** Why a path may not be read, or undefined when it is fine. */
export function checkRelativePath(
  path: string,
  field: string,
): HelmProblem | undefined {
  const isPlain =
    path.length > 0 &&
    path.length <= 1024 &&
    !path.startsWith('/') &&
    !path.startsWith('-') &&
    !path.startsWith('~') &&
    !path.endsWith('/') &&
    !forbiddenInPath.test(path);
  return isPlain
    ? undefined
    : {
        code: 'PATH_NOT_ALLOWED',
        field,
        message: `"${path}" is not a relative path in the entity's repository.`,
        wayOut:
          'Name a file beside or below the catalog file, such as values/dev.yaml.',
      };
}

/**
 * The path inside the repository of a file that an entity names.
 *
 * @param catalogFile - path of the catalog file from the repository's root.
 * @throws HelmError PATH_NOT_ALLOWED when it leads out of the repository.
 * @public
 */
export function resolveDeclaredPath(
  catalogFile: string,
  path: string,
  field: string,
): string {
  const problem = checkRelativePath(path, field);
  if (problem) {
    throw new HelmError(problem);
  }
  const segments = catalogFile.split('/').filter(Boolean).slice(0, -1);
  for (const segment of path.split('/')) {
    if (segment === '..') {
      if (segments.pop() === undefined) {
        throw new HelmError({
          code: 'PATH_NOT_ALLOWED',
          field,
          message: `"${path}" leads out of the repository.`,
          wayOut: 'Name a file in the same repository.',
        });
      }
    } else if (segment !== '' && segment !== '.') {
      segments.push(segment);
    }
  }
  return segments.join('/');
}

function isInline(text: string): boolean {
  return text.startsWith('{') || /:(\s|$)/m.test(text);
}

/** Reads one `values` annotation: paths, or YAML written in place. */
export function parseValuesSources(
  layer: ValuesSource['layer'],
  text: { field: string; value: string },
): { sources: ValuesSource[]; problems: HelmProblem[] } {
  const { field } = text;
  const value = text.value.trim();
  if (isInline(value)) {
    try {
      const values = parseHelmYaml(value, field);
      return {
        sources: [{ layer, field, type: 'inline', values }],
        problems: [],
      };
    } catch (error) {
      if (isHelmError(error)) {
        return { sources: [], problems: [error.toProblem()] };
      }
      throw error;
    }
  }
  const sources: ValuesSource[] = [];
  const problems: HelmProblem[] = [];
  const paths = value
    .split(/[,\n]/)
    .map(path => path.trim())
    .filter(Boolean);
  for (const path of paths) {
    const problem = checkRelativePath(path, field);
    if (problem) {
      problems.push(problem);
    } else {
      sources.push({ layer, field, type: 'file', path });
    }
  }
  return { sources, problems };
}

import semver from 'semver';
import type { HelmProblem } from '../errors';
import type {
  DeclarationEnvironment,
  DeclarationRepository,
} from './DeclarationContext';

/** A chart by configured repository and exact version. @public */
export interface DeclaredChart {
  /** Name of the configured repository. */
  repository: string;
  /** Its URL. */
  url: string;
  name: string;
  version: string;
}

/** One annotation's text and the name to blame. */
export interface FieldText {
  field: string;
  value: string;
}

const chartNameRule = /^[A-Za-z0-9](?:[-_A-Za-z0-9]|\.(?!\.)){0,249}$/;
const exactVersion = /^v?\d+\.\d+\.\d+(-[-.0-9A-Za-z]+)?(\+[-.0-9A-Za-z]+)?$/;

/**
 * Whether a version names one published chart: no range, no `latest`, no
 * `1.2`; a leading `v` is fine.
 *
 * @public
 */
export function isExactVersion(version: string): boolean {
  return exactVersion.test(version) && semver.valid(version) !== null;
}

function notAllowed(field: string, message: string): HelmProblem {
  return {
    code: 'REPOSITORY_NOT_ALLOWED',
    field,
    message,
    wayOut:
      'Use a configured repository, or ask a platform engineer to add it under helm.repositories.',
  };
}

function findRepository(
  repositories: readonly DeclarationRepository[],
  text: string,
) {
  const url = text.replace(/\/+$/, '');
  return repositories.find(entry => entry.name === text || entry.url === url);
}

type Located = { repository: DeclarationRepository; name: string };

function locateOci(
  chart: FieldText,
  repositories: readonly DeclarationRepository[],
): Located | HelmProblem {
  const found = repositories
    .filter(
      entry => entry.kind === 'oci' && chart.value.startsWith(`${entry.url}/`),
    )
    .sort((a, b) => b.url.length - a.url.length)[0];
  const name = chart.value.slice(chart.value.lastIndexOf('/') + 1);
  if (found && chart.value === `${found.url}/${name}`) {
    if (chartNameRule.test(name)) {
      return { repository: found, name };
    }
    return {
      code: 'ANNOTATION_INVALID',
      field: chart.field,
      message: `"${name}" is not a chart name.`,
      wayOut: 'Leave tag and digest out; the version has its own annotation.',
    };
  }
  return notAllowed(
    chart.field,
    `"${chart.value}" is in no configured repository.`,
  );
}

function locateNamed(
  chart: FieldText,
  repository: FieldText | undefined,
  repositories: readonly DeclarationRepository[],
): Located | HelmProblem {
  if (!chartNameRule.test(chart.value)) {
    return {
      code: 'ANNOTATION_INVALID',
      field: chart.field,
      message: `"${chart.value}" is neither a chart name nor an oci:// reference.`,
      wayOut: 'Write the name of a chart in the repository, or oci://….',
    };
  }
  if (!repository) {
    return {
      code: 'ANNOTATION_INVALID',
      field: 'helm-release/repository',
      message: `The chart "${chart.value}" names no repository.`,
      wayOut: `Add helm-release/repository with one of: ${
        repositories.map(entry => entry.name).join(', ') || '(none configured)'
      }.`,
    };
  }
  const found = findRepository(repositories, repository.value);
  return found
    ? { repository: found, name: chart.value }
    : notAllowed(
        repository.field,
        `"${repository.value}" is not a configured repository.`,
      );
}

function checkVersion(
  version: FieldText | undefined,
  acceptsRange: boolean,
): HelmProblem | undefined {
  if (!version) {
    return {
      code: 'VERSION_MISSING',
      field: 'helm-release/version',
      message: 'The chart has no version.',
      wayOut: 'Add helm-release/version with one published version.',
    };
  }
  if (!acceptsRange && !isExactVersion(version.value)) {
    return {
      code: 'VERSION_NOT_EXACT',
      field: version.field,
      message: `"${version.value}" is not one exact version.`,
      wayOut:
        'Write one published version such as 1.4.2: no range, no "latest".',
    };
  }
  return undefined;
}

export interface ChartReading {
  chart?: DeclaredChart;
  /** The chart with the version as written, where only that is not exact. */
  unpinned?: DeclaredChart;
  problems: HelmProblem[];
}

/** Reads chart, repository and version of one target. */
export function parseChartReference(options: {
  chart?: FieldText;
  repository?: FieldText;
  version?: FieldText;
  /** Whether the engine takes a range of versions; default false. */
  acceptsRange?: boolean;
  repositories: readonly DeclarationRepository[];
  environment: Pick<DeclarationEnvironment, 'name' | 'repositories'>;
}): ChartReading {
  const { chart, repository, version, repositories, environment } = options;
  const { acceptsRange = false } = options;
  if (!chart) {
    return {
      problems: [
        {
          code: 'CHART_MISSING',
          field: 'helm-release/chart',
          message: 'No chart is declared.',
          wayOut: 'Add helm-release/chart with a chart name or oci://….',
        },
      ],
    };
  }
  const problems: HelmProblem[] = [];
  const isOci = chart.value.startsWith('oci://');
  const located = isOci
    ? locateOci(chart, repositories)
    : locateNamed(chart, repository, repositories);
  if ('code' in located) {
    problems.push(located);
  } else {
    const { name } = located.repository;
    if (
      isOci &&
      repository &&
      findRepository(repositories, repository.value)?.name !== name
    ) {
      problems.push({
        code: 'ANNOTATION_INVALID',
        field: repository.field,
        message: `The chart is in the repository "${name}", but "${repository.value}" is named.`,
        wayOut: `Remove ${repository.field}.`,
      });
    }
    if (environment.repositories?.includes(name) === false) {
      problems.push(
        notAllowed(
          repository?.field ?? chart.field,
          `${environment.name} takes no charts from "${name}".`,
        ),
      );
    }
  }
  const versionProblem = checkVersion(version, acceptsRange);
  const found =
    problems.length || 'code' in located || !version
      ? undefined
      : {
          repository: located.repository.name,
          url: located.repository.url,
          name: located.name,
          version: version.value,
        };
  return versionProblem
    ? { unpinned: found, problems: [...problems, versionProblem] }
    : { chart: found, problems };
}

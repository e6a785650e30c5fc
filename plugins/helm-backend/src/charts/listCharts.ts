import {
  isHelmError,
  type ChartRepositorySummary,
} from '@backstage-helm/plugin-helm-common';
import type { RepositoryConfig } from '../config/HelmConfig';
import type { ChartRepository } from './ChartRepository';

/** More names of one repository are no list to pick from. */
const MOST_NAMES = 2_000;
/** For so long a repository is not asked again. */
const FRESH_MS = 30_000;

/** Options of {@link createChartList}. */
export interface ChartListOptions {
  repositories: RepositoryConfig[];
  of: (repository: string) => Pick<ChartRepository, 'names'>;
  /** Names that can be asked for. */
  isName: (name: string) => boolean;
  now: () => number;
}

/** The names of all charts, asked for at most once at a time. */
export function createChartList(
  options: ChartListOptions,
): () => Promise<ChartRepositorySummary[]> {
  const known = new Map<
    string,
    { at: number; answer: Promise<ChartRepositorySummary> }
  >();
  return () =>
    Promise.all(
      options.repositories.map(repository => {
        const last = known.get(repository.name);
        if (last && options.now() - last.at < FRESH_MS) {
          return last.answer;
        }
        const answer = ask(repository, options);
        known.set(repository.name, { at: options.now(), answer });
        return answer;
      }),
    );
}

async function ask(
  { name, kind, url }: RepositoryConfig,
  { of, isName }: ChartListOptions,
): Promise<ChartRepositorySummary> {
  const repository = { repository: name, kind, url };
  try {
    const names = await of(name).names();
    const charts = [...new Set(names)].filter(isName).sort();
    return {
      ...repository,
      charts: charts.slice(0, MOST_NAMES),
      listing: listingOf(names, charts),
    };
  } catch (error) {
    if (!isHelmError(error)) {
      throw error;
    }
    return {
      ...repository,
      charts: [],
      listing: 'refused',
      problem: error.toProblem(),
    };
  }
}

function listingOf(
  names: string[] | undefined,
  charts: string[],
): ChartRepositorySummary['listing'] {
  if (!names) {
    return 'refused';
  }
  return charts.length > MOST_NAMES ? 'cut' : 'complete';
}

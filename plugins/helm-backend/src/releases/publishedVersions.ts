import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ChartVersion } from '@backstage-helm/plugin-helm-common';
import semver from 'semver';
import type { ChartSource } from '../charts/ChartSource';

const FRESH_MS = 5 * 60_000;
/** How long a request waits for a chart that was never looked up. */
const FIRST_WAIT_MS = 300;

export interface PublishedVersionsOptions {
  charts: Pick<ChartSource, 'versions'>;
  logger: LoggerService;
  now: () => number;
}

interface Published {
  at: number;
  versions: string[];
  /** App versions by chart version, where the repository tells them. */
  apps: ReadonlyMap<string, string>;
  reading?: Promise<void>;
}

/** Published versions of charts, best effort: a slow repository slows no screen. */
export class PublishedVersions {
  readonly #options: PublishedVersionsOptions;
  readonly #known = new Map<string, Published>();

  constructor(options: PublishedVersionsOptions) {
    this.#options = options;
  }

  /** Released versions, newest first; empty when they are not known (yet). */
  async of(repository: string, name: string): Promise<string[]> {
    const key = `${repository}/${name}`;
    const entry: Published = this.#known.get(key) ?? {
      at: -Infinity,
      versions: [],
      apps: new Map(),
    };
    this.#known.set(key, entry);
    if (this.#options.now() - entry.at > FRESH_MS) {
      entry.reading ??= this.#read(key, repository, name);
      if (entry.at === -Infinity) {
        await Promise.race([
          entry.reading,
          new Promise(resolve => setTimeout(resolve, FIRST_WAIT_MS).unref()),
        ]);
      }
    }
    return this.#known.get(key)?.versions ?? [];
  }

  /** What a version of a chart carries, if {@link of} has read it before. */
  appVersion(chart: {
    repository: string;
    name: string;
    version: string;
  }): string | undefined {
    return this.#known
      .get(`${chart.repository}/${chart.name}`)
      ?.apps.get(chart.version);
  }

  async #read(key: string, repository: string, name: string): Promise<void> {
    const { charts, logger, now } = this.#options;
    const { versions: known = [], apps = new Map<string, string>() } =
      this.#known.get(key) ?? {};
    try {
      const versions = await charts.versions(repository, name);
      this.#known.set(key, {
        at: now(),
        versions: releasedVersions(versions),
        apps: new Map(
          versions.flatMap(({ version, appVersion }) =>
            appVersion ? [[version, appVersion] as const] : [],
          ),
        ),
      });
    } catch (error) {
      logger.debug(`Versions of ${key} could not be read: ${error}`);
      this.#known.set(key, { at: now(), versions: known, apps });
    }
  }
}

/** Those that may be proposed, newest first. */
export function releasedVersions(versions: ChartVersion[]): string[] {
  return versions
    .filter(({ version, isPrerelease, deprecated }) =>
      Boolean(semver.valid(version) && !isPrerelease && !deprecated),
    )
    .map(({ version }) => version)
    .sort(semver.rcompare);
}

/** The newest version, when it is newer than the given one. */
export function newerThan(
  published: string[],
  version: string | undefined,
): string | undefined {
  const [newest] = published;
  return newest && semver.valid(version) && semver.gt(newest, version!)
    ? newest
    : undefined;
}

/** How many published versions lie between two: after `from`, up to `to`. */
export function versionsBetween(
  published: string[],
  from: string | undefined,
  to: string | undefined,
): number {
  if (!semver.valid(from) || !semver.valid(to)) {
    return 0;
  }
  return published.filter(
    version => semver.gt(version, from!) && semver.lte(version, to!),
  ).length;
}

import type {
  ChartDependency,
  ChartRepositorySummary,
  ChartVersion,
} from '@backstage-helm/plugin-helm-common';

/** A chart archive on our disk whose digest was checked. */
export interface FetchedChart {
  repository: string;
  name: string;
  version: string;
  appVersion?: string;
  /** `sha256:…` of the archive bytes. */
  digest: string;
  /** Absolute path of the .tgz in our content-addressed store. */
  path: string;
  /** Files wanted by plans and screens, read from the archive. */
  valuesYaml: string;
  readme?: string;
  schema?: string;
  /** Lines of artifacthub.io/changes. */
  changes: string[];
  /** Charts inside it; what is newer is not looked up. */
  dependencies: ChartDependency[];
  /** True when a template uses `lookup`. */
  usesLookup: boolean;
  /** True when a template uses what differs at each render. */
  usesRandom: boolean;
  /** True when a schema refers to other files or hosts: it is not validated. */
  hasRemoteSchema: boolean;
  /** Its part of the release Secret, compressed. */
  storedBytes: number;
}

/** Configured chart repositories; nothing else is ever contacted. */
export interface ChartSource {
  /**
   * Every configured repository with the names of its charts; one that can't be
   * asked says why.
   */
  list(): Promise<ChartRepositorySummary[]>;
  /**
   * Newest first, cached with ETag.
   *
   * @throws HelmError REPOSITORY_NOT_ALLOWED, REPOSITORY_UNREACHABLE,
   *   CREDENTIALS_REFUSED, CHART_NOT_FOUND
   */
  versions(repository: string, name: string): Promise<ChartVersion[]>;
  /**
   * Downloads by digest, or takes it from the store.
   *
   * @throws HelmError as `versions`, and VERSION_NOT_FOUND,
   *   CHART_DIGEST_MISMATCH, CHART_ARCHIVE_INVALID, CHART_TOO_LARGE
   */
  fetch(
    repository: string,
    name: string,
    version: string,
    options?: { digest?: string; signal?: AbortSignal },
  ): Promise<FetchedChart>;
  /**
   * What the chart said when it was last fetched by this process; undefined when
   * it was not. Asks nobody.
   */
  known(
    repository: string,
    name: string,
    version: string,
  ): Pick<FetchedChart, 'schema'> | undefined;
  /** Resolve a configured repository by name or exact URL. */
  resolve(nameOrUrl: string): {
    name: string;
    url: string;
    kind: 'http' | 'oci';
  };
}

import type { ChartVersion } from '@backstage-helm/plugin-helm-common';

/** One protocol of chart repositories, over a RepositoryClient. */
export interface ChartRepository {
  /**
   * Names of its charts; undefined when it does not tell them.
   *
   * @throws HelmError REPOSITORY_UNREACHABLE, CREDENTIALS_REFUSED
   */
  names(): Promise<string[] | undefined>;
  /**
   * Newest first.
   *
   * @throws HelmError CHART_NOT_FOUND, REPOSITORY_UNREACHABLE,
   *   CREDENTIALS_REFUSED
   */
  versions(name: string, signal?: AbortSignal): Promise<ChartVersion[]>;
  /**
   * Digest (`sha256:…`) that the repository declares for a published version;
   * undefined when it declares none.
   *
   * @throws HelmError as `versions`, and VERSION_NOT_FOUND
   */
  digest(
    name: string,
    version: string,
    signal?: AbortSignal,
  ): Promise<string | undefined>;
  /** The archive's bytes, unchecked. @throws HelmError as `digest` */
  download(
    name: string,
    version: string,
    signal?: AbortSignal,
  ): Promise<Buffer>;
}

/** One answer, read to its end. */
export interface RepositoryResponse {
  status: number;
  headers: Record<string, string | undefined>;
  body: Buffer;
}

/** Where a request and its redirects may go. */
export type Reach =
  /** Host and port of the repository only. */
  | 'repository'
  /** Also another public host by https, without credentials: blob stores. */
  | 'public';

/** HTTP to one configured repository and nowhere else. */
export interface RepositoryClient {
  /** `https://host` or `http://host` of the repository. */
  readonly origin: string;
  /**
   * @param authorization - header value; by default the repository's own
   *   credentials. It is only ever sent to the repository's host and port.
   * @throws HelmError REPOSITORY_NOT_ALLOWED, REPOSITORY_UNREACHABLE,
   *   CHART_TOO_LARGE
   */
  get(
    url: string,
    options: {
      maxBytes: number;
      reach?: Reach;
      headers?: Record<string, string>;
      authorization?: string;
      signal?: AbortSignal;
    },
  ): Promise<RepositoryResponse>;
  close(): Promise<void>;
}

import type { ChartVersion } from '@backstage-helm/plugin-helm-common';
import type { RepositoryConfig } from '../config/HelmConfig';
import type { ChartRepository } from './ChartRepository';
import {
  readIndexEntries,
  readIndexNames,
  type IndexEntry,
} from './chartIndex';
import { archiveLimits } from './inspectArchive';
import { isSameVersion } from './readChart';
import type { RepositoryClient, RepositoryResponse } from './RepositoryClient';
import {
  chartNotFound,
  credentialsRefused,
  repositoryUnreachable,
  versionNotFound,
} from './repositoryErrors';
import { isPrerelease, sortVersions } from './sortVersions';

const INDEX_BYTES = 50 * 1024 * 1024;
/** For so long an index is not even asked whether it changed. */
const FRESH_MS = 30_000;

/** A classic repository: index.yaml and archives over HTTP. */
export class HttpChartRepository implements ChartRepository {
  readonly #config: Pick<RepositoryConfig, 'name' | 'url'>;
  readonly #client: RepositoryClient;
  readonly #now: () => number;
  #index?: { text: string; etag?: string; at: number };
  #reading?: Promise<string>;

  constructor(options: {
    config: Pick<RepositoryConfig, 'name' | 'url'>;
    client: RepositoryClient;
    now: () => number;
  }) {
    this.#config = options.config;
    this.#client = options.client;
    this.#now = options.now;
  }

  async names(): Promise<string[]> {
    const index = await this.#readIndex();
    return this.#readable(() => readIndexNames(index));
  }

  async versions(name: string): Promise<ChartVersion[]> {
    const entries = await this.#entries(name);
    return sortVersions(
      entries.map(entry => ({
        version: entry.version,
        appVersion: entry.appVersion ?? undefined,
        created:
          entry.created instanceof Date
            ? entry.created.toISOString()
            : entry.created ?? undefined,
        digest: digestOf(entry),
        deprecated: entry.deprecated ?? false,
        isPrerelease: isPrerelease(entry.version),
        description: entry.description ?? undefined,
      })),
    );
  }

  async digest(name: string, version: string): Promise<string | undefined> {
    return digestOf(await this.#entry(name, version));
  }

  async download(
    name: string,
    version: string,
    signal?: AbortSignal,
  ): Promise<Buffer> {
    const { urls } = await this.#entry(name, version);
    if (urls.length === 0) {
      throw versionNotFound(name, version, []);
    }
    const url = new URL(urls[0], `${this.#config.url}/`).href;
    const response = await this.#client.get(url, {
      maxBytes: archiveLimits.bytes,
      signal,
    });
    this.#expectOk(response);
    return response.body;
  }

  async #entry(name: string, version: string): Promise<IndexEntry> {
    const entries = await this.#entries(name);
    const entry =
      entries.find(candidate => candidate.version === version) ??
      entries.find(candidate => isSameVersion(candidate.version, version));
    if (!entry) {
      const published = await this.versions(name);
      throw versionNotFound(
        name,
        version,
        published.map(each => each.version),
      );
    }
    return entry;
  }

  async #entries(name: string): Promise<IndexEntry[]> {
    const index = await this.#readIndex();
    const entries = this.#readable(() => readIndexEntries(index, name));
    if (entries.length === 0) {
      throw chartNotFound(this.#config.name, name);
    }
    return entries;
  }

  #readable<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw repositoryUnreachable(
        this.#config,
        'has an index.yaml that can not be read',
        error as Error,
      );
    }
  }

  /** One download at a time, whoever asks. */
  async #readIndex(): Promise<string> {
    if (this.#index && this.#now() - this.#index.at < FRESH_MS) {
      return this.#index.text;
    }
    this.#reading ??= this.#download().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #download(): Promise<string> {
    const known = this.#index;
    const response = await this.#client.get(`${this.#config.url}/index.yaml`, {
      maxBytes: INDEX_BYTES,
      headers: known?.etag ? { 'if-none-match': known.etag } : {},
    });
    if (response.status === 304 && known) {
      known.at = this.#now();
      return known.text;
    }
    this.#expectOk(response);
    this.#index = {
      text: response.body.toString('utf8'),
      etag: response.headers.etag,
      at: this.#now(),
    };
    return this.#index.text;
  }

  #expectOk({ status }: RepositoryResponse): void {
    if (status === 401 || status === 403) {
      throw credentialsRefused(this.#config);
    }
    if (status !== 200) {
      throw repositoryUnreachable(this.#config, `answers with ${status}`);
    }
  }
}

function digestOf({ digest }: IndexEntry): string | undefined {
  const hex = digest?.replace(/^sha256:/, '').toLocaleLowerCase('en-US');
  return hex && /^[0-9a-f]{64}$/.test(hex) ? `sha256:${hex}` : undefined;
}

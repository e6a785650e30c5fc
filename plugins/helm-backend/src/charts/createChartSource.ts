import { join } from 'path';
import { LRUCache } from 'lru-cache';
import type { HelmConfig, RepositoryConfig } from '../config/HelmConfig';
import type { ChartRepository } from './ChartRepository';
import type { ChartSource } from './ChartSource';
import { createChartList } from './listCharts';
import { createChartStore, digestOfBytes } from './chartStore';
import { createRepositoryClient } from './createRepositoryClient';
import { HttpChartRepository } from './HttpChartRepository';
import { inspectArchive } from './inspectArchive';
import { OciChartRepository } from './OciChartRepository';
import { readChart, type ChartContent } from './readChart';
import type { RepositoryClient } from './RepositoryClient';
import {
  chartNotFound,
  digestMismatch,
  repositoryNotAllowed,
} from './repositoryErrors';

/**
 * One path segment: a name from a request must not lead out of the repository's
 * own place on its host.
 */
const chartNameRule = /^[A-Za-z0-9](?:[-_A-Za-z0-9]|\.(?!\.)){0,249}$/;

function schemaKey(...parts: [string, string, string]): string {
  return JSON.stringify(parts);
}

/** Options of {@link createChartSource}. */
export interface ChartSourceOptions {
  config: Pick<HelmConfig, 'repositories' | 'workDir'>;
  now: () => number;
  newId: () => string;
  /** Replaced by tests. */
  clientOf?: (repository: RepositoryConfig) => RepositoryClient;
}

/** Charts of the configured repositories; nothing else is ever contacted. */
export function createChartSource(options: ChartSourceOptions): ChartSource & {
  close(): Promise<void>;
} {
  const { config, now, newId, clientOf = createRepositoryClient } = options;
  const store = createChartStore({
    root: join(config.workDir, 'charts'),
    newId,
    now,
  });
  const contents = new LRUCache<string, ChartContent>({ max: 50 });
  const schemas = new LRUCache<string, { schema?: string }>({ max: 500 });
  const clients = new Map<string, RepositoryClient>();
  const repositories = new Map<string, ChartRepository>();

  function lookup(nameOrUrl: string): RepositoryConfig | undefined {
    const url = nameOrUrl.replace(/\/+$/, '');
    return config.repositories.find(
      repository => repository.name === nameOrUrl || repository.url === url,
    );
  }

  function find(nameOrUrl: string): RepositoryConfig {
    const found = lookup(nameOrUrl);
    if (!found) {
      throw repositoryNotAllowed({ name: nameOrUrl }, 'is not configured');
    }
    return found;
  }

  function repositoryOf(nameOrUrl: string): ChartRepository {
    const repository = find(nameOrUrl);
    const known = repositories.get(repository.name);
    if (known) {
      return known;
    }
    const client = clientOf(repository);
    const made =
      repository.kind === 'oci'
        ? new OciChartRepository({ config: repository, client })
        : new HttpChartRepository({ config: repository, client, now });
    clients.set(repository.name, client);
    repositories.set(repository.name, made);
    return made;
  }

  function repositoryWith(nameOrUrl: string, chart: string): ChartRepository {
    const repository = repositoryOf(nameOrUrl);
    if (!chartNameRule.test(chart)) {
      throw chartNotFound(find(nameOrUrl).name, chart);
    }
    return repository;
  }

  async function contentOf(
    digest: string,
    bytes: Buffer,
    wanted: { name: string; version: string },
  ): Promise<ChartContent> {
    const key = `${digest} ${wanted.name} ${wanted.version}`;
    const known = contents.get(key);
    if (known) {
      return known;
    }
    const content = readChart(await inspectArchive(bytes), wanted);
    contents.set(key, content);
    return content;
  }

  return {
    list: createChartList({
      repositories: config.repositories,
      of: repositoryOf,
      isName: name => chartNameRule.test(name),
      now,
    }),

    async versions(repository, name) {
      return repositoryWith(repository, name).versions(name);
    },

    async fetch(repository, name, version, { digest, signal } = {}) {
      const from = repositoryWith(repository, name);
      const expected = digest ?? (await from.digest(name, version, signal));
      const stored = expected ? await store.find(expected) : undefined;
      const bytes =
        stored?.bytes ?? (await from.download(name, version, signal));
      const found = digestOfBytes(bytes);
      if (expected && found !== expected) {
        throw digestMismatch(name, version, expected, found);
      }
      const content = await contentOf(found, bytes, { name, version });
      const { path } = stored ?? (await store.put(bytes));
      const repositoryName = find(repository).name;
      schemas.set(schemaKey(repositoryName, name, version), {
        schema: content.schema,
      });
      return {
        ...content,
        repository: repositoryName,
        digest: found,
        path,
      };
    },

    known(repository, name, version) {
      const from = lookup(repository);
      return from && schemas.get(schemaKey(from.name, name, version));
    },

    resolve(nameOrUrl) {
      const { name, url, kind } = find(nameOrUrl);
      return { name, url, kind };
    },

    async close() {
      await Promise.all([...clients.values()].map(client => client.close()));
    },
  };
}

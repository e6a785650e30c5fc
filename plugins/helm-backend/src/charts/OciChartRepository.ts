import {
  isHelmError,
  type ChartVersion,
} from '@backstage-helm/plugin-helm-common';
import { z } from 'zod';
import type { RepositoryConfig } from '../config/HelmConfig';
import type { ChartRepository } from './ChartRepository';
import { archiveLimits } from './inspectArchive';
import { parseChallenge, requestToken } from './ociToken';
import { isSameVersion } from './readChart';
import type {
  Reach,
  RepositoryClient,
  RepositoryResponse,
} from './RepositoryClient';
import {
  archiveInvalid,
  chartNotFound,
  credentialsRefused,
  repositoryUnreachable,
  versionNotFound,
} from './repositoryErrors';
import { isPrerelease, sortVersions } from './sortVersions';

const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
const CHART_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const JSON_BYTES = 4 * 1024 * 1024;
const MAX_TAG_PAGES = 20;

/** Refused, or not offered at all: many registries tell nobody what they hold. */
const untold: ReadonlySet<number> = new Set([401, 403, 404, 405, 501]);
const MAX_CATALOG_PAGES = 5;
/** Scope of the token for it; no chart has this name. */
const CATALOG = '_catalog';

const catalogSchema = z.object({ repositories: z.array(z.string()).nullish() });
const tagsSchema = z.object({ tags: z.array(z.string()).nullish() });
const manifestSchema = z.object({
  layers: z.array(
    z.object({
      mediaType: z.string(),
      digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
      size: z.number(),
    }),
  ),
});

interface Asked {
  accept?: string;
  maxBytes?: number;
  reach?: Reach;
  signal?: AbortSignal;
}

/** Charts as OCI artefacts, by the distribution API. */
export class OciChartRepository implements ChartRepository {
  readonly #config: RepositoryConfig;
  readonly #client: RepositoryClient;
  /** Path below /v2/ that every chart of this repository is under. */
  readonly #prefix: string;
  readonly #tokens = new Map<string, string>();

  constructor(options: { config: RepositoryConfig; client: RepositoryClient }) {
    this.#config = options.config;
    this.#client = options.client;
    const path = new URL(
      options.config.url.replace(/^oci:/, 'https:'),
    ).pathname.replace(/^\/|\/$/g, '');
    this.#prefix = path ? `${path}/` : '';
  }

  async names(): Promise<string[] | undefined> {
    const names: string[] = [];
    let path: string | undefined = '_catalog?n=1000';
    for (let page = 0; path && page < MAX_CATALOG_PAGES; page += 1) {
      const response = await this.#ask(CATALOG, path, {}).catch(isUntold);
      if (!response || untold.has(response.status)) {
        return undefined;
      }
      names.push(...(this.#json(response, catalogSchema).repositories ?? []));
      path = nextPage(response.headers.link, /_catalog\?[^#]*$/);
    }
    return names
      .filter(name => name.startsWith(this.#prefix))
      .map(name => name.slice(this.#prefix.length))
      .filter(name => !name.includes('/'));
  }

  async versions(name: string, signal?: AbortSignal): Promise<ChartVersion[]> {
    const tags: string[] = [];
    let path: string | undefined = 'tags/list?n=1000';
    for (let page = 0; path && page < MAX_TAG_PAGES; page += 1) {
      const response = await this.#get(name, path, { signal });
      if (response.status === 404) {
        throw chartNotFound(this.#config.name, name);
      }
      tags.push(...(this.#json(response, tagsSchema).tags ?? []));
      path = nextPage(response.headers.link, /tags\/list\?[^#]*$/);
    }
    return sortVersions(
      tags.map(tag => {
        // A tag can't hold a plus: Helm writes an underscore for it.
        const version = tag.replace('_', '+');
        return {
          version,
          deprecated: false,
          isPrerelease: isPrerelease(version),
        };
      }),
    );
  }

  async digest(
    name: string,
    version: string,
    signal?: AbortSignal,
  ): Promise<string> {
    return (await this.#layer(name, version, signal)).digest;
  }

  async download(
    name: string,
    version: string,
    signal?: AbortSignal,
  ): Promise<Buffer> {
    const { digest } = await this.#layer(name, version, signal);
    // The content is checked against its digest, so a blob store elsewhere is
    // as good as the registry itself.
    const response = await this.#get(name, `blobs/${digest}`, {
      maxBytes: archiveLimits.bytes,
      reach: 'public',
      signal,
    });
    this.#expectOk(response);
    return response.body;
  }

  async #layer(name: string, version: string, signal?: AbortSignal) {
    const versions = await this.versions(name, signal);
    const published = versions.find(each =>
      isSameVersion(each.version, version),
    );
    if (!published) {
      throw versionNotFound(
        name,
        version,
        versions.map(each => each.version),
      );
    }
    const tag = published.version.replace('+', '_');
    const response = await this.#get(name, `manifests/${tag}`, {
      accept: MANIFEST_TYPE,
      signal,
    });
    const { layers } = this.#json(response, manifestSchema);
    const layer = layers.find(each => each.mediaType === CHART_LAYER);
    if (!layer) {
      throw archiveInvalid(`of ${name} ${version} is no Helm chart`);
    }
    return layer;
  }

  #get(
    name: string,
    path: string,
    options: Asked,
  ): Promise<RepositoryResponse> {
    return this.#ask(name, `${this.#prefix}${name}/${path}`, options);
  }

  /** `scope` names what the token of an answered challenge is kept for. */
  async #ask(
    scope: string,
    path: string,
    options: Asked,
  ): Promise<RepositoryResponse> {
    const call = () =>
      this.#client.get(`${this.#client.origin}/v2/${path}`, {
        maxBytes: options.maxBytes ?? JSON_BYTES,
        reach: options.reach,
        headers: options.accept ? { accept: options.accept } : {},
        authorization: this.#tokens.get(scope),
        signal: options.signal,
      });
    const first = await call();
    const challenge =
      first.status === 401
        ? parseChallenge(first.headers['www-authenticate'])
        : undefined;
    if (!challenge) {
      return first;
    }
    this.#tokens.delete(scope);
    const token = await requestToken(
      this.#client,
      this.#config.credentials,
      challenge,
      options.signal,
    );
    if (!token) {
      throw credentialsRefused(this.#config);
    }
    this.#tokens.set(scope, token);
    return call();
  }

  #expectOk({ status }: RepositoryResponse): void {
    if (status === 401 || status === 403) {
      throw credentialsRefused(this.#config);
    }
    if (status !== 200) {
      throw repositoryUnreachable(this.#config, `answers with ${status}`);
    }
  }

  #json<T>(response: RepositoryResponse, schema: z.ZodType<T>): T {
    this.#expectOk(response);
    try {
      return schema.parse(JSON.parse(response.body.toString('utf8')));
    } catch (error) {
      throw repositoryUnreachable(
        this.#config,
        'answers with what is no OCI registry',
        error as Error,
      );
    }
  }
}

/** A token for the catalogue is often refused to those who may read charts. */
function isUntold(error: unknown): undefined {
  if (isHelmError(error) && error.code === 'CREDENTIALS_REFUSED') {
    return undefined;
  }
  throw error;
}

/** `Link: </v2/x/tags/list?n=1000&last=b>; rel="next"` */
function nextPage(link: string | undefined, of: RegExp): string | undefined {
  const next = link && /<([^>]+)>\s*;\s*rel="?next"?/.exec(link)?.[1];
  return next ? of.exec(next)?.[0] : undefined;
}

import type { Socket } from 'net';
import { isHelmError } from '@backstage-helm/plugin-helm-common';
import { Agent, buildConnector, request, type Dispatcher } from 'undici';
import type { RepositoryConfig } from '../config/HelmConfig';
import { isPublicAddress } from './publicAddress';
import type { RepositoryClient, RepositoryResponse } from './RepositoryClient';
import {
  chartTooLarge,
  repositoryNotAllowed,
  repositoryUnreachable,
} from './repositoryErrors';

const MAX_REDIRECTS = 5;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** What the `authorization` header holds for a repository's credentials. */
export function authorizationOf(
  credentials: RepositoryConfig['credentials'],
): string | undefined {
  if (!credentials) {
    return undefined;
  }
  if ('token' in credentials) {
    return `Bearer ${credentials.token}`;
  }
  const pair = `${credentials.username}:${credentials.password}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/**
 * Refuses private addresses on the connected socket: a name that resolves to
 * another address the second time (DNS rebinding) gains nothing.
 */
function guardedAgent(
  repository: RepositoryConfig,
  isInternal: boolean,
  timeoutMs: number,
): Agent {
  const connect = buildConnector({
    timeout: timeoutMs,
    ...(isInternal && {
      ca: repository.ca,
      cert: repository.clientCertificate?.cert,
      key: repository.clientCertificate?.key,
    }),
  });
  return new Agent({
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: (options, callback) =>
      connect(options, (error, socket) => {
        if (error || !socket) {
          callback(error ?? new Error('no connection'), null);
          return;
        }
        const { remoteAddress = '' } = socket as Socket;
        if (!repository.internal && !isPublicAddress(remoteAddress)) {
          socket.destroy();
          callback(
            repositoryNotAllowed(
              repository,
              `is at ${remoteAddress}, an address of a private network, and is not marked as internal`,
            ),
            null,
          );
          return;
        }
        callback(null, socket);
      }),
  });
}

/** The adapter around undici, and its only importer. */
export function createRepositoryClient(
  repository: RepositoryConfig,
  options: { timeoutMs?: number } = {},
): RepositoryClient {
  const { timeoutMs = 10_000 } = options;
  const base = new URL(
    repository.url.replace(/^oci:/, repository.plainHttp ? 'http:' : 'https:'),
  );
  const ours = guardedAgent(repository, true, timeoutMs);
  const others = guardedAgent(
    { ...repository, internal: false },
    false,
    timeoutMs,
  );

  async function once(
    url: URL,
    isOurs: boolean,
    call: Parameters<RepositoryClient['get']>[1],
  ): Promise<RepositoryResponse> {
    const authorization =
      call.authorization ?? authorizationOf(repository.credentials);
    const response = await request(url, {
      dispatcher: isOurs ? ours : others,
      signal: call.signal,
      headers: {
        'user-agent': 'backstage-helm',
        ...call.headers,
        ...(isOurs && authorization ? { authorization } : {}),
      },
    });
    return {
      status: response.statusCode,
      headers: plainHeaders(response.headers),
      body: await readBody(response.body, call.maxBytes),
    };
  }

  async function follow(
    start: string,
    call: Parameters<RepositoryClient['get']>[1],
  ): Promise<RepositoryResponse> {
    let url = new URL(start);
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const isOurs = url.origin === base.origin;
      const isElsewhere =
        call.reach === 'public' && url.protocol === 'https:' && !isOurs;
      if (!isOurs && !isElsewhere) {
        throw repositoryNotAllowed(
          repository,
          `points at ${url.host}, which is another host`,
        );
      }
      const response = await once(url, isOurs, call);
      const { location } = response.headers;
      if (!redirects.has(response.status) || !location) {
        return response;
      }
      url = new URL(location, url);
    }
    throw repositoryUnreachable(repository, 'redirects without end');
  }

  return {
    origin: base.origin,
    async get(url, call) {
      try {
        return await follow(url, call);
      } catch (error) {
        if (isHelmError(error)) {
          throw error;
        }
        throw repositoryUnreachable(
          repository,
          'does not answer',
          error as Error,
        );
      }
    },
    async close() {
      await Promise.all([ours.close(), others.close()]);
    },
  };
}

function plainHeaders(
  headers: Dispatcher.ResponseData['headers'],
): RepositoryResponse['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
}

async function readBody(
  body: Dispatcher.ResponseData['body'],
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) {
      body.destroy();
      throw chartTooLarge(
        `or the index is larger than ${Math.round(maxBytes / 1024 / 1024)} MiB`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

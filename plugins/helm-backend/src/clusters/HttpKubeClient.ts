import http from 'node:http';
import https from 'node:https';
import type { ClusterLogin, RequestLogin } from './ClusterLogin';
import type { KubeClient } from './KubeClient';
import { refusalOf, signingFailed, unreachable } from './kubeErrors';
import { readLines } from './readLines';

const DEFAULT_TIMEOUT_MS = 15_000;
const MAX_BODY_BYTES = 64 * 1024 * 1024;
/** How long past its own end a watch may stay open. */
const WATCH_GRACE_MS = 30_000;

interface Exchange {
  method: string;
  path: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string;
  signal: AbortSignal;
}

/** {@link KubeClient} over one keep-alive agent. */
export class HttpKubeClient implements KubeClient {
  readonly cluster: string;
  readonly #login: ClusterLogin;
  #agent?: { cert?: string; key?: string; agent: http.Agent };

  constructor(cluster: string, login: ClusterLogin) {
    this.cluster = cluster;
    this.#login = login;
  }

  async request<T = any>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    options: Parameters<KubeClient['request']>[2] = {},
  ): Promise<{ status: number; body: T }> {
    const headers: Record<string, string> = {
      accept: options.accept ?? 'application/json',
    };
    if (options.body !== undefined) {
      headers['content-type'] = options.contentType ?? 'application/json';
    }
    const { status, text } = await this.#collect(
      {
        method,
        path,
        query: options.query,
        headers,
        body:
          options.body === undefined ? undefined : JSON.stringify(options.body),
        signal: withTimeout(
          options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
          options.signal,
        ),
      },
      MAX_BODY_BYTES,
    );
    const body = parse(text);
    const refusal = refusalOf(this.cluster, status, body);
    if (refusal) {
      throw refusal;
    }
    return { status, body: body as T };
  }

  async text(
    path: string,
    options: { query?: Record<string, string>; limitBytes: number },
  ): Promise<string> {
    const { status, text } = await this.#collect(
      {
        method: 'GET',
        path,
        query: options.query,
        headers: { accept: 'text/plain, */*' },
        signal: withTimeout(DEFAULT_TIMEOUT_MS),
      },
      options.limitBytes,
      true,
    );
    const refusal = refusalOf(this.cluster, status, parse(text));
    if (refusal) {
      throw refusal;
    }
    return status === 200 ? text : '';
  }

  async watch(
    path: string,
    options: Parameters<KubeClient['watch']>[1],
  ): Promise<void> {
    const seconds = Number(options.query.timeoutSeconds ?? 300);
    const signal = withTimeout(seconds * 1000 + WATCH_GRACE_MS, options.signal);
    const response = await this.#send({
      method: 'GET',
      path,
      query: { ...options.query, watch: 'true', timeoutSeconds: `${seconds}` },
      headers: { accept: options.accept ?? 'application/json' },
      signal,
    });
    try {
      if (response.statusCode !== 200) {
        const body = parse(await readAll(response, MAX_BODY_BYTES, false));
        const refusal = refusalOf(this.cluster, response.statusCode ?? 0, body);
        if (refusal) {
          throw refusal;
        }
        options.onEvent({ type: 'ERROR', object: body });
        return;
      }
      for await (const line of readLines(response, MAX_BODY_BYTES)) {
        options.onEvent(JSON.parse(line));
      }
    } catch (error) {
      if (options.signal.aborted) {
        return;
      }
      throw asUnreachable(this.cluster, error);
    } finally {
      response.destroy();
    }
  }

  /** Closes idle connections. */
  close(): void {
    this.#agent?.agent.destroy();
  }

  async #collect(exchange: Exchange, limit: number, cut = false) {
    const response = await this.#send(exchange);
    try {
      return {
        status: response.statusCode ?? 0,
        text: await readAll(response, limit, cut),
      };
    } catch (error) {
      throw asUnreachable(this.cluster, error);
    }
  }

  async #send(exchange: Exchange): Promise<http.IncomingMessage> {
    const { endpoint } = this.#login;
    const signed = await this.#sign();
    const url = new URL(`${endpoint.server}${exchange.path}`);
    for (const [name, value] of Object.entries(exchange.query ?? {})) {
      url.searchParams.set(name, value);
    }
    const send = url.protocol === 'http:' ? http.request : https.request;
    return new Promise((resolve, reject) => {
      const request = send(
        url,
        {
          method: exchange.method,
          agent: this.#agentFor(url.protocol, signed),
          signal: exchange.signal,
          headers: {
            'user-agent': 'backstage-helm',
            ...exchange.headers,
            ...signed.headers,
            ...(exchange.body === undefined
              ? {}
              : { 'content-length': Buffer.byteLength(exchange.body) }),
          },
        },
        resolve,
      );
      request.on('error', error => {
        const reason = exchange.signal.aborted
          ? exchange.signal.reason ?? error
          : error;
        reject(unreachable(this.cluster, reason as Error));
      });
      request.end(exchange.body);
    });
  }

  async #sign(): Promise<RequestLogin> {
    try {
      return await this.#login.sign();
    } catch (error) {
      throw signingFailed(this.cluster, error as Error);
    }
  }

  #agentFor(
    protocol: string,
    { cert, key }: { cert?: string; key?: string },
  ): http.Agent {
    const current = this.#agent;
    if (current && current.cert === cert && current.key === key) {
      return current.agent;
    }
    current?.agent.destroy();
    const { ca, skipTlsVerify, tlsServerName } = this.#login.endpoint;
    const agent =
      protocol === 'http:'
        ? new http.Agent({ keepAlive: true })
        : new https.Agent({
            keepAlive: true,
            ca,
            cert,
            key,
            rejectUnauthorized: !skipTlsVerify,
            ...(tlsServerName && { servername: tlsServerName }),
          });
    this.#agent = { cert, key, agent };
    return agent;
  }
}

function withTimeout(ms: number, signal?: AbortSignal): AbortSignal {
  const timeout = AbortSignal.timeout(ms);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

function asUnreachable(cluster: string, error: unknown): Error {
  return error instanceof Error && error.name === 'HelmError'
    ? error
    : unreachable(cluster, error as Error);
}

async function readAll(
  response: http.IncomingMessage,
  limit: number,
  cut: boolean,
): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > limit && !cut) {
      throw new Error(`the answer is larger than ${limit} bytes`);
    }
    chunks.push(chunk);
    if (size >= limit) {
      break;
    }
  }
  const bytes = Buffer.concat(chunks);
  return bytes.subarray(0, limit).toString('utf8');
}

/** Not every answer is JSON: proxies answer in HTML or plain text. */
function parse(text: string): unknown {
  try {
    return text ? JSON.parse(text) : {};
  } catch {
    return { message: text.slice(0, 500) };
  }
}

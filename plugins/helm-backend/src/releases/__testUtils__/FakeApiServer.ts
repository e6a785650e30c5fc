import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a {@link FakeApiServer} answers now. */
export type Mood = 'well' | 'away' | 'expired' | number;

/**
 * An API server over HTTP that keeps Secrets of one namespace and can fail in
 * the ways that real ones do; it notes when it was asked for what.
 */
export class FakeApiServer {
  readonly #server: Server;
  readonly #watches = new Set<ServerResponse>();
  readonly #now: () => number;
  readonly lists: { at: number; status: number }[] = [];
  readonly watchesAt: number[] = [];
  secrets: unknown[] = [];
  version = 10;
  #mood: Mood = 'well';

  constructor(now: () => number) {
    this.#now = now;
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      if (this.#mood === 'away') {
        request.socket.destroy();
        return;
      }
      if (typeof this.#mood === 'number' && url.pathname === '/version') {
        this.#answer(response, this.#mood, { message: 'not now' });
        return;
      }
      if (url.pathname === '/version') {
        this.#answer(response, 200, { major: '1', minor: '36' });
      } else if (url.searchParams.has('watch')) {
        this.#watch(response);
      } else {
        this.#list(response);
      }
    });
  }

  async start(): Promise<string> {
    await new Promise<void>(resolve => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  /** From now on; what is open is cut, as when the process ends. */
  become(mood: Mood): void {
    this.#mood = mood;
    this.#watches.forEach(response => response.destroy());
    this.#watches.clear();
  }

  get openWatches(): number {
    return this.#watches.size;
  }

  #list(response: ServerResponse): void {
    const status = typeof this.#mood === 'number' ? this.#mood : 200;
    this.lists.push({ at: this.#now(), status });
    this.#answer(
      response,
      status,
      status === 200
        ? {
            items: this.secrets,
            metadata: { resourceVersion: `${this.version}` },
          }
        : { message: 'not now' },
    );
  }

  #watch(response: ServerResponse): void {
    this.watchesAt.push(this.#now());
    if (typeof this.#mood === 'number') {
      this.#answer(response, this.#mood, {
        code: this.#mood,
        message: 'not now',
      });
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    if (this.#mood === 'expired') {
      const object = { kind: 'Status', code: 410, message: 'too old' };
      response.end(`${JSON.stringify({ type: 'ERROR', object })}\n`);
      return;
    }
    response.flushHeaders();
    this.#watches.add(response);
    response.on('close', () => this.#watches.delete(response));
  }

  #answer(response: ServerResponse, status: number, body: object): void {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  }
}

import {
  connect,
  createServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';

/** What a proxy does with traffic. */
export type CutMode =
  /** Both ways, at once. */
  | 'pass'
  /** Connections are closed as soon as they are made. */
  | 'refuse'
  /** Half-open: bytes are taken and go nowhere, nothing is closed. */
  | 'swallow';

/** A connection through the proxy. */
interface Pair {
  near: Socket;
  far: Socket;
  /** Half-open for good: what was swallowed never comes back. */
  isDead: boolean;
}

/** A TCP proxy on 127.0.0.1 that a test can cut in several ways. */
export class CutProxy {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #mode: CutMode = 'pass';

  private constructor(target: { host: string; port: number }) {
    this.#server = createServer(near => this.#join(near, target));
  }

  static async open(target: { host: string; port: number }): Promise<CutProxy> {
    const proxy = new CutProxy(target);
    await new Promise<void>(resolve => {
      proxy.#server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** From now on; connections that are open when it swallows stay half-open. */
  set(mode: CutMode): void {
    this.#mode = mode;
    if (mode === 'swallow') {
      this.#pairs.forEach(pair => {
        pair.isDead = true;
      });
    }
  }

  /** Resets every connection that is open. */
  drop(): void {
    for (const { near, far } of this.#pairs) {
      near.resetAndDestroy();
      far.destroy();
    }
    this.#pairs.clear();
  }

  async close(): Promise<void> {
    this.drop();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  #join(near: Socket, target: { host: string; port: number }): void {
    if (this.#mode === 'refuse') {
      near.on('error', () => undefined);
      near.resetAndDestroy();
      return;
    }
    const far = connect(target);
    const pair = { near, far, isDead: this.#mode === 'swallow' };
    this.#pairs.add(pair);
    const pass = (from: Socket, to: Socket) =>
      from.on('data', bytes => {
        if (!pair.isDead) {
          to.write(bytes);
        }
      });
    pass(near, far);
    pass(far, near);
    const part = () => {
      // Nobody hears at the other end that this one is gone.
      if (!pair.isDead) {
        this.#pairs.delete(pair);
        near.destroy();
        far.destroy();
      }
    };
    for (const socket of [near, far]) {
      socket.on('error', part).on('close', part);
    }
  }
}

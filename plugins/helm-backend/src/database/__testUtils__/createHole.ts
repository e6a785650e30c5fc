import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can swallow everything, as a broken network does. */
export interface Hole {
  port: number;
  /** From now on nothing passes, on old connections and new ones; none is closed. */
  open(): void;
  /** New connections pass again; old ones stay dead. */
  close(): void;
  stop(): Promise<void>;
}

/** A TCP proxy on the loopback address that can go silent. */
export async function createHole(target: {
  host: string;
  port: number;
}): Promise<Hole> {
  const sockets = new Set<Socket>();
  let isOpen = false;
  const server = createServer(client => {
    const upstream = connect(target.port, target.host);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    if (!isOpen) {
      client.pipe(upstream).pipe(client);
    }
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    open() {
      isOpen = true;
      for (const socket of sockets) {
        socket.unpipe();
        socket.pause();
      }
    },
    close() {
      isOpen = false;
    },
    async stop() {
      sockets.forEach(socket => socket.destroy());
      await new Promise(resolve => {
        server.close(resolve);
      });
    },
  };
}

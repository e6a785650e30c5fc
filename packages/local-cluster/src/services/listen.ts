import { type RequestListener, type Server, createServer } from 'node:http';

/** A service inside this process. */
export interface LocalService {
  url: string;
  close(): Promise<void>;
}

/** Serves HTTP on one port of 127.0.0.1. */
export async function listen(
  port: number,
  handle: RequestListener,
): Promise<LocalService> {
  const server: Server = createServer(handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const actual = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://127.0.0.1:${actual}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = (
  request: IncomingMessage,
  body: any,
) => {
  status?: number;
  body?: unknown;
  /** Chunks of a stream, as they are. */
  chunks?: string[];
  /** Never answers. */
  hangs?: boolean;
};

/** A loopback HTTP server that plays an API server in unit tests. */
export async function startFakeApiServer(answer: Answer): Promise<{
  url: string;
  seen: { method: string; url: string; authorization?: string }[];
  close: () => Promise<void>;
}> {
  const seen: { method: string; url: string; authorization?: string }[] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks).toString();
    seen.push({
      method: request.method!,
      url: request.url!,
      authorization: request.headers.authorization,
    });
    const given = answer(request, text ? JSON.parse(text) : undefined);
    if (given.hangs) {
      return;
    }
    response.writeHead(given.status ?? 200, {
      'content-type': 'application/json',
    });
    for (const chunk of given.chunks ?? [JSON.stringify(given.body ?? {})]) {
      response.write(chunk);
    }
    response.end();
  });
  await new Promise<void>(resolve =>
    server.listen(0, '127.0.0.1', () => resolve()),
  );
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

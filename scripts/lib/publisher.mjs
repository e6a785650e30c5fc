import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

/**
 * A local server that plays a publisher for the downloader's tests: files by
 * path, with ranges, and misbehaviour on request.
 */
export async function startPublisher(files) {
  const requests = [];
  const misbehaviour = new Map();
  const server = createServer((request, response) => {
    const path = request.url;
    const { range } = request.headers;
    requests.push(range ? `${path} ${range}` : path);
    const way = misbehaviour.get(path);
    if (way === 'silent') {
      return; // never answers
    }
    const body = files[path];
    if (body === undefined) {
      response.writeHead(404).end('not here');
      return;
    }
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    const ignoresRange = way === 'ignores ranges';
    if (range && from >= body.length && !ignoresRange) {
      response.writeHead(416).end();
      return;
    }
    const rest = ignoresRange ? body : body.subarray(from);
    response.writeHead(range && !ignoresRange ? 206 : 200, {
      'Content-Length': rest.length,
    });
    if (way === 'breaks off') {
      misbehaviour.delete(path);
      response.write(rest.subarray(0, Math.ceil(rest.length / 2)), () =>
        response.destroy(),
      );
      return;
    }
    response.end(rest);
  });
  await new Promise(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    misbehave: (path, way) => misbehaviour.set(path, way),
    async stop() {
      server.closeAllConnections();
      await new Promise(resolve => {
        server.close(resolve);
      });
    },
  };
}

/** The SHA-256 of some bytes, in hex. */
export function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

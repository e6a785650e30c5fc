import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chartArchive } from '../../charts/__testUtils__/archives';

/** A chart repository of a test's own, and one that refuses everybody. */
export async function serveCharts(
  charts: Record<string, Record<string, string>>,
) {
  const archives = new Map(
    Object.entries(charts).map(([name, files]) => [
      `/${name}-1.0.0.tgz`,
      chartArchive(name, '1.0.0', files),
    ]),
  );
  const index = JSON.stringify({
    apiVersion: 'v1',
    entries: Object.fromEntries(
      Object.keys(charts).map(name => [
        name,
        [
          {
            apiVersion: 'v2',
            name,
            version: '1.0.0',
            urls: [`${name}-1.0.0.tgz`],
            digest: createHash('sha256')
              .update(archives.get(`/${name}-1.0.0.tgz`)!)
              .digest('hex'),
          },
        ],
      ]),
    ),
  });
  const server = createServer(({ url = '' }, response) => {
    const archive = archives.get(url);
    if (url.startsWith('/guarded/')) {
      response.writeHead(401).end();
    } else if (archive) {
      response.end(archive);
    } else if (url === '/index.yaml') {
      response.end(index);
    } else {
      response.writeHead(404).end();
    }
  }).listen(0, '127.0.0.1');
  await new Promise(listening => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    /** Entries for `helm.repositories`. */
    repositories: [
      { name: 'crafted', url, internal: true },
      {
        name: 'guarded',
        url: `${url}/guarded`,
        internal: true,
        credentials: { username: 'portal', password: 'out-of-date' },
      },
      // Nobody listens there.
      { name: 'gone', url: 'http://127.0.0.1:1', internal: true },
    ],
    close: () => new Promise(closed => server.close(closed)),
  };
}

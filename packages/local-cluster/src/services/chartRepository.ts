import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { run } from '../process.ts';
import { type LocalService, listen } from './listen.ts';

const CONTENT_TYPES: Record<string, string> = {
  yaml: 'application/yaml',
  tgz: 'application/gzip',
};

/** Writes `index.yaml` over all archives of the folder. */
export async function indexCharts(helm: string, folder: string, url: string) {
  await run(helm, ['repo', 'index', folder, '--url', url], {
    timeoutMs: 60_000,
  });
}

/** Serves a folder with `index.yaml` and chart archives; nothing else in it is reachable. */
export function serveChartRepository(
  folder: string,
  port: number,
): Promise<LocalService> {
  return listen(port, (request, response) => {
    answer(folder, request, response).catch(error => {
      response.writeHead(500).end(String(error));
    });
  });
}

async function answer(
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const name = /^\/(index\.yaml|[\w.+-]+\.tgz)(\?.*)?$/.exec(
    request.url ?? '',
  )?.[1];
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const body = name
    ? await readFile(join(folder, name)).catch(() => undefined)
    : undefined;
  if (!name || !body) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    return;
  }
  const etag = `"${createHash('sha256').update(body).digest('hex')}"`;
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  response.writeHead(200, {
    etag,
    'content-type': CONTENT_TYPES[name.slice(name.lastIndexOf('.') + 1)],
    'content-length': body.length,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

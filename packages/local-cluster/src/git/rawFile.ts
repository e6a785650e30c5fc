import type { IncomingMessage, ServerResponse } from 'node:http';
import { spawn } from 'node:child_process';
import { git, gitEnvironment } from './command.ts';

/** A file at the tip of a branch. */
export interface RawLocation {
  repository: string;
  branch: string;
  path: string;
}

/** Parses `/<org>/<repository>/raw/branch/<branch>/<path>`; branches have no slash. */
export function parseRawUrl(url: string): RawLocation | undefined {
  let path: string;
  try {
    path = decodeURIComponent(url.split('?')[0]);
  } catch {
    return undefined; // a malformed escape names no file
  }
  const match =
    /^\/(\w[\w.-]*\/\w[\w.-]*)\/raw\/branch\/(\w[\w.-]*)\/(.+)$/.exec(path);
  if (!match || match[3].split('/').some(part => /^\.{0,2}$/.test(part))) {
    return undefined;
  }
  return { repository: match[1], branch: match[2], path: match[3] };
}

/** Answers with the file; its ETag is the blob's id. */
export async function answerRawFile(
  bare: string,
  location: RawLocation,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const blob = await findBlob(bare, location);
  if (!blob) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    return;
  }
  const etag = `"${blob}"`;
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  response.writeHead(200, {
    etag,
    'content-type': 'text/plain; charset=utf-8',
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  spawn('git', ['-C', bare, 'cat-file', 'blob', blob], {
    env: gitEnvironment(),
    stdio: ['ignore', 'pipe', 'ignore'],
  }).stdout.pipe(response);
}

async function findBlob(bare: string, { branch, path }: RawLocation) {
  const row = await git(bare, [
    'ls-tree',
    `refs/heads/${branch}`,
    '--',
    path,
  ]).catch(() => ''); // no such repository or branch
  return /^\d+ blob ([0-9a-f]+)\t/.exec(row)?.[1];
}

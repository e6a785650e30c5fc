import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type LocalService, listen } from '../services/listen.ts';
import { answerByGit, cgiEnvironment } from './cgi.ts';
import { answerRoute } from './host.ts';
import { announce, describePushes, readHeads } from './push.ts';
import { answerRawFile, parseRawUrl } from './rawFile.ts';
import { assertOwnOrigin, Refusal, sendJson } from './request.ts';
import { findRoute } from './routes.ts';

/** What the Git host serves and whom it tells of pushes. */
export interface GitHostOptions {
  /** Holds `<org>/<repository>.git`. */
  directory: string;
  port: number;
  pushWebhooks: string[];
  log: (line: string) => void;
}

const GIT_PATH =
  /^\/(\w[\w.-]*\/\w[\w.-]*?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/**
 * Serves clone, fetch, push, raw files, new repositories and pull requests;
 * anyone who reaches loopback may push and merge, but for pages of other sites.
 */
export function serveGit(options: GitHostOptions): Promise<LocalService> {
  return listen(options.port, (request, response) => {
    answer(options, request, response).catch(error => {
      if (error instanceof Refusal && !response.headersSent) {
        sendJson(response, error.status, { error: error.message });
        return;
      }
      options.log(`${request.method} ${request.url}: ${error}`);
      if (!response.headersSent) {
        response.writeHead(500);
      }
      response.end();
    });
  });
}

async function answer(
  options: GitHostOptions,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const origin = assertOwnOrigin(request.headers);
  const [path, query = ''] = (request.url ?? '/').split('?');
  const raw = parseRawUrl(path);
  if (raw && (request.method === 'GET' || request.method === 'HEAD')) {
    const bare = join(options.directory, `${raw.repository}.git`);
    await answerRawFile(bare, raw, request, response);
    return;
  }
  const route = findRoute(request.method ?? 'GET', path);
  if (route) {
    await answerRoute(
      {
        directory: options.directory,
        origin,
        now: () => new Date(),
        announcing: (repository, change) =>
          announcing(options, repository, change),
      },
      route,
      request,
      response,
    );
    return;
  }
  const [, repository, service] = GIT_PATH.exec(path) ?? [];
  const bare = join(options.directory, `${repository}.git`);
  if (!repository || !existsSync(bare)) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    return;
  }
  const env = cgiEnvironment({
    root: options.directory,
    path: `/${repository}.git/${service}`,
    query,
    method: request.method ?? 'GET',
    headers: request.headers,
  });
  const serve = () => answerByGit(env, request, response);
  await (service === 'git-receive-pack'
    ? announcing(options, repository, serve)
    : serve());
}

/** Tells the webhooks which branches a change has moved. */
async function announcing<T>(
  options: GitHostOptions,
  repository: string,
  change: () => Promise<T>,
): Promise<T> {
  const bare = join(options.directory, `${repository}.git`);
  const before = await readHeads(bare);
  const result = await change();
  const after = await readHeads(bare);
  for (const push of await describePushes(bare, repository, before, after)) {
    await announce(push, options.pushWebhooks, options.log);
  }
  return result;
}

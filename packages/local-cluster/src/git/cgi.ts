import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gitEnvironment } from './command.ts';

/** The head of a CGI answer. */
export interface CgiHead {
  status: number;
  headers: Record<string, string>;
  /** Where the body starts. */
  bodyStart: number;
}

/** Parses the head of a CGI answer, or returns undefined while it is incomplete. */
export function parseCgiHead(bytes: Buffer): CgiHead | undefined {
  const end = /\r?\n\r?\n/.exec(bytes.toString('latin1'));
  if (!end) {
    return undefined;
  }
  const headers: Record<string, string> = {};
  let status = 200;
  for (const line of bytes.toString('latin1', 0, end.index).split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'status') {
      status = parseInt(value, 10);
    } else if (colon > 0) {
      headers[name] = value;
    }
  }
  return { status, headers, bodyStart: end.index + end[0].length };
}

/** The CGI variables of a request to `git http-backend`. */
export function cgiEnvironment(options: {
  root: string;
  path: string;
  query: string;
  method: string;
  headers: IncomingMessage['headers'];
}): NodeJS.ProcessEnv {
  const { root, path, query, method, headers } = options;
  return {
    ...gitEnvironment(),
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: path,
    QUERY_STRING: query,
    REQUEST_METHOD: method,
    CONTENT_TYPE: headers['content-type'] ?? '',
    ...(headers['content-length'] && {
      CONTENT_LENGTH: headers['content-length'],
    }),
    ...(headers['content-encoding'] && {
      HTTP_CONTENT_ENCODING: String(headers['content-encoding']),
    }),
    ...(headers['git-protocol'] && {
      GIT_PROTOCOL: String(headers['git-protocol']),
    }),
    REMOTE_USER: 'local',
    REMOTE_ADDR: '127.0.0.1',
  };
}

/** Answers one request by `git http-backend`; resolves when it has ended. */
export function answerByGit(
  env: NodeJS.ProcessEnv,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['http-backend'], {
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let head: CgiHead | undefined;
    let pending = Buffer.alloc(0);
    let complaint = '';
    child.stderr.on('data', chunk => {
      complaint = `${complaint}${chunk}`.slice(-2000);
    });
    child.stdout.on('data', (chunk: Buffer) => {
      if (head) {
        response.write(chunk);
        return;
      }
      pending = Buffer.concat([pending, chunk]);
      head = parseCgiHead(pending);
      if (head) {
        response.writeHead(head.status, head.headers);
        response.write(pending.subarray(head.bodyStart));
      }
    });
    child.once('error', reject);
    child.once('close', () => {
      if (head) {
        response.end();
        resolve();
      } else {
        reject(new Error(`git http-backend gave no answer: ${complaint}`));
      }
    });
    // git may answer before it has read everything; the answer tells the client why.
    child.stdin.on('error', () => request.unpipe(child.stdin));
    request.pipe(child.stdin);
  });
}

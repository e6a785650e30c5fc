import type { IncomingMessage, ServerResponse } from 'node:http';

const MAX_BODY = 1024 * 1024;
const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/;

/** A request that gets no further; the sentence is its answer. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * The origin that a request was sent to. Pages of other sites get no further:
 * neither by a name of theirs that leads here, nor by a form that they send.
 *
 * @throws Refusal
 */
export function assertOwnOrigin(headers: IncomingMessage['headers']): string {
  const { host = '', origin } = headers;
  const own = `http://${host}`;
  if (!LOOPBACK.test(host) || (origin !== undefined && origin !== own)) {
    throw new Refusal(403, 'requests come from this machine and this page');
  }
  return own;
}

/**
 * Reads a JSON body. Other types are refused: browsers send them to anybody
 * without asking first.
 *
 * @throws Refusal
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    throw new Refusal(415, 'send application/json');
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY) {
      throw new Refusal(413, 'the body is too large');
    }
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new Refusal(400, 'the body is not JSON');
  }
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
): void {
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
    })
    .end(JSON.stringify(body));
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Why a download came to nothing: `unreachable`, `status`, `truncated` or `checksum`. */
export class DownloadError extends Error {
  constructor(kind, message, options) {
    super(message, options);
    this.name = 'DownloadError';
    this.kind = kind;
  }
}

const ATTEMPTS = 3;

/**
 * Fetches a file and puts it in place only when its SHA-256 is the published
 * one. What an interrupted run left in `<to>.part` is continued.
 */
export async function download(options) {
  const { url, to, sha256, onProgress = () => {} } = options;
  const part = `${to}.part`;
  await mkdir(dirname(to), { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    const already = await sizeOf(part);
    try {
      await fetchInto(part, already, { ...options, url, onProgress });
    } catch (error) {
      if (error.kind === 'truncated' && attempt < ATTEMPTS) {
        continue;
      }
      throw error;
    }
    const actual = await hashOf(part);
    if (actual === sha256) {
      await rename(part, to);
      return;
    }
    await rm(part, { force: true });
    // A continued file may be of another build than its beginning: once more, whole.
    if (already === 0 || attempt >= ATTEMPTS) {
      throw new DownloadError(
        'checksum',
        `${url}: SHA-256 is ${actual}, its publisher says ${sha256}`,
      );
    }
  }
}

async function fetchInto(part, already, options) {
  const { url, onProgress } = options;
  const { response, alive } = await request(url, {
    ...options,
    headers: already > 0 ? { Range: `bytes=${already}-` } : {},
  });
  if (response.status === 416) {
    alive.stop();
    await rm(part, { force: true });
    throw new DownloadError('truncated', `${url}: the rest can't be continued`);
  }
  if (!response.ok) {
    alive.stop();
    throw new DownloadError('status', `${url}: HTTP ${response.status}`);
  }
  const continues = response.status === 206;
  const offset = continues ? already : 0;
  const length = Number(response.headers.get('content-length')) || undefined;
  const total = length && offset + length;
  const file = await open(part, continues ? 'a' : 'w');
  let done = offset;
  try {
    for await (const chunk of response.body) {
      await file.write(chunk);
      done += chunk.length;
      alive.touch();
      onProgress(done, total);
    }
  } catch (error) {
    throw new DownloadError('truncated', `${url}: ended at ${done} bytes`, {
      cause: error,
    });
  } finally {
    alive.stop();
    await file.close();
  }
  if (total && done < total) {
    throw new DownloadError('truncated', `${url}: ${done} of ${total} bytes`);
  }
}

/** A small text (a checksum file), in full. */
export async function downloadText(url, options = {}) {
  const { response, alive } = await request(url, options);
  try {
    if (!response.ok) {
      throw new DownloadError('status', `${url}: HTTP ${response.status}`);
    }
    return await response.text();
  } finally {
    alive.stop();
  }
}

// A server that doesn't answer, or stops in the middle, must not hold up the start.
async function request(url, options) {
  const {
    connectTimeoutMs = 10_000,
    stallTimeoutMs = 30_000,
    headers,
  } = options;
  const controller = new AbortController();
  let timer = setTimeout(() => controller.abort(), connectTimeoutMs);
  const alive = {
    touch() {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(), stallTimeoutMs);
    },
    stop: () => clearTimeout(timer),
  };
  try {
    const response = await fetch(url, {
      headers: { 'Accept-Encoding': 'identity', ...headers },
      signal: controller.signal,
    });
    alive.touch();
    return { response, alive };
  } catch (error) {
    alive.stop();
    const reason = controller.signal.aborted
      ? `no answer within ${connectTimeoutMs / 1000} s`
      : error.cause?.code ?? error.cause?.message ?? error.message;
    throw new DownloadError('unreachable', `${url}: ${reason}`, {
      cause: error,
    });
  }
}

async function sizeOf(path) {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error.code === 'ENOENT') {
      return 0;
    }
    throw error;
  }
}

async function hashOf(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

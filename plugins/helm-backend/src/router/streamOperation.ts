import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { OperationEvent } from '@backstage-helm/plugin-helm-common';
import type { OperationRow } from '../database/OperationRow';
import type { OperationUpdate } from '../queue/operationUpdates';
import { presenter, type FollowDependencies } from './operationEvents';

/** What a stream needs of express' response. */
export interface EventResponse extends Writable {
  writeHead(status: number, headers: Record<string, string>): unknown;
  /** Of the compression middleware. */
  flush?: () => void;
}

/**
 * Streams an operation's events until it ends: `data` is an event with its
 * number as the id, under `event: operation` the operation as it is now, and
 * `event: end` says that nothing will come any more. A reader that comes back
 * names the last id it saw and misses nothing.
 *
 * A slow reader is waited for, with a few events in memory; one that stops
 * reading is dropped.
 */
export function streamOperation(
  dependencies: FollowDependencies,
  row: OperationRow,
  options: {
    response: EventResponse;
    credentials: BackstageCredentials;
    after: number;
    onClose: () => void;
  },
): void {
  const { closing, hub, times, logger } = dependencies;
  const { response, credentials, after } = options;
  const show = presenter(dependencies, credentials);
  const timers: NodeJS.Timeout[] = [];
  const closed = new AbortController();
  let leave = () => {};

  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    // no-transform keeps the compression middleware from holding lines back.
    'Cache-Control': 'no-cache, no-transform',
    Connection: 'keep-alive',
    'X-Accel-Buffering': 'no',
  });

  function stop(): void {
    timers.forEach(clearInterval);
    leave();
    closed.abort();
    options.onClose();
  }

  function end(): void {
    stop();
    response.end();
  }

  function drop(): void {
    logger.info(`A reader of operation ${row.id} was too slow and dropped`);
    stop();
    response.destroy();
  }

  function write(lines: string[]): void {
    if (response.writableEnded || response.destroyed) {
      return;
    }
    response.write(`${lines.join('\n')}\n\n`);
    response.flush?.();
    if (response.writableLength > times.backlogBytes) {
      drop();
    }
  }

  function event({ seq, ...rest }: OperationEvent): void {
    write([`id: ${seq}`, `data: ${JSON.stringify({ seq, ...rest })}`]);
  }

  /** Resolves when the reader has taken what was written, or is gone. */
  async function taken(): Promise<void> {
    if (!response.writableNeedDrain || closed.signal.aborted) {
      return;
    }
    const stalled = setTimeout(drop, times.stallMs);
    try {
      await once(response, 'drain', { signal: closed.signal });
    } catch {
      // Closed meanwhile: nothing is written any more.
    } finally {
      clearTimeout(stalled);
    }
  }

  async function tell(update: OperationUpdate): Promise<void> {
    update.events.forEach(event);
    if (update.operation) {
      const operation = JSON.stringify(await show(update.operation));
      write(['event: operation', `data: ${operation}`]);
    }
    if (update.isOver) {
      write(['event: end', 'data: ']);
      end();
      return;
    }
    await taken();
  }

  timers.push(
    setInterval(() => write(['event: ping', 'data: ']), times.pingMs),
    setInterval(async () => {
      const mayRead = await dependencies
        .mayRead(row, credentials)
        .catch(() => false);
      if (!mayRead) {
        end();
      }
    }, times.recheckMs),
  );
  response.on('close', stop);
  // The client comes back, to another replica.
  closing.addEventListener('abort', end, {
    once: true,
    signal: closed.signal,
  });
  // A token that ran out ends the stream; the client comes back.
  leave = hub.follow(row.id, after, update => tell(update).catch(end));
}

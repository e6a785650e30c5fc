import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type {
  Operation,
  OperationEvent,
  OperationEvents,
} from '@backstage-helm/plugin-helm-common';
import type { Response } from 'express';
import type { OperationRow } from '../database/OperationRow';
import type { OperationEventHub } from '../queue/OperationEventHub';
import { isOver, type OperationUpdate } from '../queue/operationUpdates';

export interface FollowDependencies {
  hub: OperationEventHub;
  show: (row: OperationRow) => Operation;
  /** What the caller may do with it now. */
  actions: (
    row: OperationRow,
    credentials: BackstageCredentials,
  ) => Promise<Operation['actions']>;
  /** Asked again while the stream is open. */
  mayRead: (
    row: OperationRow,
    credentials: BackstageCredentials,
  ) => Promise<boolean>;
  logger: Pick<LoggerService, 'info'>;
  times: FollowTimes;
}

export interface FollowTimes {
  pingMs: number;
  /** A right that is taken away closes the stream within this. */
  recheckMs: number;
  /** Bytes that may wait for one slow reader before it is dropped. */
  backlogBytes: number;
}

export const FOLLOW_TIMES: FollowTimes = {
  pingMs: 15_000,
  recheckMs: 25_000,
  backlogBytes: 1024 * 1024,
};

/**
 * Streams an operation's events until it ends: `data` is an event with its
 * number as the id, or under `event: operation` the operation as it is now. A
 * reader that comes back names the last id it saw and misses nothing.
 */
export function streamOperation(
  dependencies: FollowDependencies,
  row: OperationRow,
  options: {
    response: Response;
    credentials: BackstageCredentials;
    after: number;
  },
): void {
  const { hub, times, logger } = dependencies;
  const { response, credentials, after } = options;
  const show = presenter(dependencies, credentials);
  const timers: NodeJS.Timeout[] = [];
  let leave = () => {};
  /** Updates wait for one another: what the caller may do is asked for. */
  let written: Promise<void> = Promise.resolve();

  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    // no-transform keeps the compression middleware from holding lines back.
    'Cache-Control': 'no-cache, no-transform',
    Connection: 'keep-alive',
    'X-Accel-Buffering': 'no',
  });

  function end(): void {
    timers.forEach(clearInterval);
    leave();
    response.end();
  }

  function write(lines: string[]): void {
    if (response.writableEnded || response.destroyed) {
      return;
    }
    response.write(`${lines.join('\n')}\n\n`);
    (response as Response & { flush?: () => void }).flush?.();
    if (response.writableLength > times.backlogBytes) {
      logger.info(`A reader of operation ${row.id} was too slow and dropped`);
      timers.forEach(clearInterval);
      leave();
      response.destroy();
    }
  }

  function event({ seq, ...rest }: OperationEvent): void {
    write([`id: ${seq}`, `data: ${JSON.stringify({ seq, ...rest })}`]);
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
  response.on('close', () => {
    timers.forEach(clearInterval);
    leave();
  });

  async function tell(update: OperationUpdate): Promise<void> {
    update.events.forEach(event);
    if (update.operation) {
      const operation = JSON.stringify(await show(update.operation));
      write(['event: operation', `data: ${operation}`]);
    }
    if (update.isOver) {
      end();
    }
  }

  leave = hub.follow(row.id, after, update => {
    // A token that ran out ends the stream; the client comes back.
    written = written.then(() => tell(update)).catch(end);
  });
}

/** Shows operations to one caller; asks what may be done only when that can change. */
function presenter(
  dependencies: Pick<FollowDependencies, 'show' | 'actions'>,
  credentials: BackstageCredentials,
): (row: OperationRow) => Promise<Operation> {
  let known: { key: string; actions: Operation['actions'] } | undefined;
  return async row => {
    const { status, cancelRequestedBy, awaitsFollowUp, approval } = row;
    const key = JSON.stringify([
      status,
      cancelRequestedBy,
      awaitsFollowUp,
      approval,
    ]);
    if (known?.key !== key) {
      known = { key, actions: await dependencies.actions(row, credentials) };
    }
    return { ...dependencies.show(row), actions: known.actions };
  };
}

/**
 * Answers with the events after `after`: at once when there are some or the
 * operation is over, else when something happens or the wait is over.
 */
export function waitForEvents(
  dependencies: FollowDependencies,
  row: OperationRow,
  options: {
    response: Response;
    credentials: BackstageCredentials;
    after: number;
    waitMs: number;
  },
): Promise<OperationEvents> {
  const { hub } = dependencies;
  const show = presenter(dependencies, options.credentials);
  return new Promise((resolve, reject) => {
    const events: OperationEvent[] = [];
    let latest = row;
    // The operation comes after its events: from then on the page is complete.
    let isComplete = false;
    let isDue = options.waitMs === 0;
    let leave = () => {};

    const timer = setTimeout(() => {
      isDue = true;
      if (isComplete) {
        answer();
      }
    }, options.waitMs);

    function answer(): void {
      clearTimeout(timer);
      leave();
      show(latest).then(operation => resolve({ events, operation }), reject);
    }

    options.response.on('close', answer);
    leave = hub.follow(row.id, options.after, update => {
      events.push(...update.events);
      latest = update.operation ?? latest;
      isComplete ||= update.operation !== undefined;
      const hasNews =
        events.length > 0 || latest.status !== row.status || isOver(latest);
      if (isComplete && (hasNews || isDue)) {
        setImmediate(answer);
      }
    });
  });
}

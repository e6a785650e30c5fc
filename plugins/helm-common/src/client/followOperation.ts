import { operationEventsSchema } from '../api';
import {
  isTerminal,
  operationEventSchema,
  operationSchema,
  type Operation,
  type OperationEvent,
} from '../operations';
import { isHelmApiError } from './HelmApiError';
import type { FollowOptions } from './HelmApi';
import { readEventStream } from './readEventStream';

/** What following needs of the client: requests to the helm backend. */
export interface FollowTransport {
  /** Answers with a status under 400, or throws HelmApiError. */
  request(path: string, init: RequestInit): Promise<Response>;
  operation(id: string): Promise<Operation>;
  /** Resolves after `ms`, or at once when the signal aborts. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

const PAUSES = [500, 1000, 2000, 5000];
/** After a poll that brought nothing; the server may answer those at once. */
const IDLE_PAUSE = 2000;
/** Streams that break this often in a row are replaced by long polls. */
const STREAM_ATTEMPTS = 3;
const POLL_SECONDS = 20;

/**
 * Delivers every event after `after` once and in order: a stream that breaks is
 * taken up again after the last event seen, and where streams don't get through
 * long polls do the same. Ends with the operation, or when the signal aborts.
 */
export async function followOperation(
  transport: FollowTransport,
  id: string,
  options: FollowOptions,
): Promise<void> {
  const { signal } = options;
  let last = options.after ?? 0;
  let failures = 0;

  const deliver = (event: OperationEvent) => {
    if (event.seq > last) {
      last = event.seq;
      options.onEvent(event);
    }
  };
  /** Whether it stays as it is; undefined when only the server can tell. */
  const settle = (operation: Operation): boolean | undefined => {
    options.onOperation(operation);
    if (!isTerminal(operation.status)) {
      return false;
    }
    // Its automatic rollback may be under way.
    return operation.followedBy && operation.status !== 'rolled-back'
      ? undefined
      : true;
  };
  const connected = () => {
    failures = 0;
    options.onConnection?.('live');
  };

  async function stream(): Promise<boolean> {
    const response = await transport.request(`/operations/${id}/events`, {
      signal,
      headers: {
        accept: 'text/event-stream',
        ...(last > 0 ? { 'last-event-id': String(last) } : {}),
      },
    });
    if (!response.body || !isEventStream(response)) {
      failures = STREAM_ATTEMPTS;
      await response.body?.cancel();
      return false;
    }
    let ended: boolean | undefined = false;
    for await (const message of readEventStream(response.body)) {
      connected();
      if (message.event === 'end') {
        return true;
      }
      if (message.event === 'operation') {
        ended = settle(operationSchema.parse(JSON.parse(message.data)));
      } else if (message.event !== 'ping') {
        deliver(operationEventSchema.parse(JSON.parse(message.data)));
      }
    }
    ended ||= settle(await transport.operation(id));
    return ended ?? poll(0);
  }

  async function poll(waitSeconds: number): Promise<boolean> {
    const response = await transport.request(
      `/operations/${id}/events?after=${last}&waitSeconds=${waitSeconds}`,
      { signal, headers: { accept: 'application/json' } },
    );
    const page = operationEventsSchema.parse(await response.json());
    options.onConnection?.('live');
    page.events.forEach(deliver);
    const ended = settle(page.operation);
    if (!page.events.length && !ended) {
      await transport.pause(IDLE_PAUSE, signal);
    }
    return page.isOver ?? ended ?? false;
  }

  while (!signal.aborted) {
    try {
      const ended = await (failures < STREAM_ATTEMPTS
        ? stream()
        : poll(POLL_SECONDS));
      if (ended) {
        return;
      }
      await transport.pause(PAUSES[0], signal);
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      if (isRefusal(error)) {
        throw error;
      }
      if (isTooMany(error) && failures < STREAM_ATTEMPTS) {
        // Other tabs of this person hold the streams that there may be.
        failures = STREAM_ATTEMPTS;
        continue;
      }
      options.onConnection?.('reconnecting');
      await transport.pause(
        PAUSES[Math.min(failures, PAUSES.length - 1)],
        signal,
      );
      failures += 1;
    }
  }
}

/** Answers that asking again does not change. */
function isRefusal(error: unknown): boolean {
  return isHelmApiError(error) && [400, 401, 403, 404].includes(error.status);
}

function isTooMany(error: unknown): boolean {
  return isHelmApiError(error) && error.status === 429;
}

function isEventStream(response: Response): boolean {
  return (
    response.headers.get('content-type')?.startsWith('text/event-stream') ??
    false
  );
}

import { PassThrough } from 'node:stream';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { aNewOperation } from '../database/__testUtils__/aNewOperation';
import type { OperationRow } from '../database/OperationRow';
import { toOperation } from '../operations/toOperation';
import { until } from '../operations/__testUtils__/until';
import { OperationEventHub } from '../queue/OperationEventHub';
import { FOLLOW_TIMES } from './operationEvents';
import { StreamLimit } from './StreamLimit';
import { streamOperation } from './streamOperation';

const LINES = 5_000;
const LINE = 'x'.repeat(4_000);

const row: OperationRow = {
  ...aNewOperation(),
  position: 1,
  status: 'running',
  createdAt: 0,
  availableAt: 0,
  overridesFreeze: false,
  attempt: 1,
  phases: [],
  awaitsFollowUp: false,
  lastSeq: LINES,
};

describe('streamOperation', () => {
  it('39. reads no more than a slow reader takes, and drops one that stops', async () => {
    let read = 0;
    const hub = new OperationEventHub({
      store: {
        operation: async () => row,
        events: async (_, after, limit) => {
          const events = Array.from({ length: limit }, (__, index) => ({
            seq: after + index + 1,
            at: '2026-11-21T00:00:00Z',
            type: 'log' as const,
            text: LINE,
          })).filter(({ seq }) => seq <= LINES);
          read = Math.max(read, after + events.length);
          return events;
        },
      },
      pollMs: 10,
      logger: mockServices.logger.mock(),
    });
    const response = Object.assign(new PassThrough(), { writeHead: () => {} });
    const limit = new StreamLimit(1);
    const leave = limit.enter('dana');
    streamOperation(
      {
        hub,
        show: operation => toOperation(operation, true),
        actions: async () => [],
        mayRead: async () => true,
        logger: mockServices.logger.mock(),
        limit,
        times: { ...FOLLOW_TIMES, stallMs: 500 },
        closing: new AbortController().signal,
      },
      row,
      {
        response,
        credentials: mockCredentials.user(),
        after: 0,
        onClose: () => leave?.(),
      },
    );
    await until(() => read > 0);
    const first = read;
    expect(first * LINE.length).toBeLessThan(FOLLOW_TIMES.backlogBytes);

    // As long as it reads, however slowly, it is given more.
    let chunk: Buffer | null;
    let taken = 0;
    while (taken < 2_000_000) {
      chunk = response.read();
      taken += chunk?.length ?? 0;
      await new Promise(resolve => setTimeout(resolve, 1));
      expect(response.writableLength).toBeLessThan(FOLLOW_TIMES.backlogBytes);
    }
    expect(read).toBeGreaterThan(first);
    expect(read * LINE.length - taken).toBeLessThan(
      2 * FOLLOW_TIMES.backlogBytes,
    );

    // It reads no more.
    await until(() => response.destroyed);
    expect(hub.size).toBe(0);
    expect(limit.size).toBe(0);
  });

  it('ends when its replica goes, so that the process can', async () => {
    const closing = new AbortController();
    const hub = new OperationEventHub({
      store: { operation: async () => row, events: async () => [] },
      pollMs: 10,
      logger: mockServices.logger.mock(),
    });
    const response = Object.assign(new PassThrough(), { writeHead: () => {} });
    streamOperation(
      {
        hub,
        show: operation => toOperation(operation, true),
        actions: async () => [],
        mayRead: async () => true,
        logger: mockServices.logger.mock(),
        limit: new StreamLimit(1),
        times: FOLLOW_TIMES,
        closing: closing.signal,
      },
      row,
      {
        response,
        credentials: mockCredentials.user(),
        after: LINES,
        onClose: () => {},
      },
    );
    await until(() => String(response.read()).includes('event: operation'));
    expect(response.writableEnded).toBe(false);
    closing.abort();
    expect(response.writableEnded).toBe(true);
    expect(hub.size).toBe(0);
  });
});

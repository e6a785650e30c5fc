import type { Operation, OperationEvent } from '../operations';
import { followOperation, type FollowTransport } from './followOperation';
import { HelmApiError } from './HelmApiError';

function operation(status: Operation['status']): Operation {
  return {
    id: 'o1',
    kind: 'upgrade',
    status,
    release: { cluster: 'c', namespace: 'n', name: 'r' },
    environment: 'dev',
    engine: 'helm',
    requestedBy: 'user:default/dana',
    createdAt: '2026-01-01T00:00:00Z',
    phases: [],
    attempt: 1,
    durable: true,
  };
}

function event(seq: number): OperationEvent {
  return { seq, at: '2026-01-01T00:00:00Z', type: 'log', text: `line ${seq}` };
}

const wire = (seq: number) =>
  `id: ${seq}\nevent: event\ndata: ${JSON.stringify(event(seq))}\n\n`;
const wireOperation = (status: Operation['status']) =>
  `event: operation\ndata: ${JSON.stringify(operation(status))}\n\n`;

/** A body of a response: text chunks, then its end or a broken connection. */
function answer(type: string, text: string): Response {
  const bytes = new TextEncoder().encode(text);
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  return {
    body,
    headers: new Headers({ 'content-type': type }),
    json: async () => JSON.parse(text),
  } as unknown as Response;
}

const stream = (text: string) => answer('text/event-stream', text);
const json = (value: unknown) =>
  answer('application/json', JSON.stringify(value));

type Answer = (controller: AbortController) => Response;

function follow(answers: Answer[], after?: number) {
  const requests: { path: string; last: string | null }[] = [];
  const seen: number[] = [];
  const connections: string[] = [];
  let now: Operation = operation('running');
  const controller = new AbortController();
  const transport: FollowTransport = {
    async request(path, init) {
      requests.push({
        path,
        last: new Headers(init.headers).get('last-event-id'),
      });
      const next = answers.shift();
      if (!next) {
        controller.abort();
        throw new Error('nothing more was expected');
      }
      return next(controller);
    },
    operation: async () => now,
    pause: async () => undefined,
  };
  const done = followOperation(transport, 'o1', {
    after,
    signal: controller.signal,
    onEvent: ({ seq }) => seen.push(seq),
    onOperation: newest => {
      now = newest;
    },
    onConnection: state => connections.push(state),
  });
  return { done, requests, seen, connections, now: () => now };
}

const broken = () => {
  throw new HelmApiError(
    { code: 'PORTAL_UNREACHABLE', message: '' },
    { status: 0 },
  );
};

describe('followOperation', () => {
  it('delivers events and ends with the operation', async () => {
    const { done, seen, now } = follow([
      () => stream(wire(1) + wire(2) + wireOperation('succeeded')),
    ]);
    await done;
    expect(seen).toEqual([1, 2]);
    expect(now().status).toBe('succeeded');
  });

  it('takes a broken stream up after the last event, each event once', async () => {
    const { done, seen, requests, connections } = follow([
      () => stream(wire(1) + wire(2)),
      broken,
      () => stream(wire(2) + wire(3) + wireOperation('failed')),
    ]);
    await done;
    expect(seen).toEqual([1, 2, 3]);
    expect(requests.map(({ last }) => last)).toEqual([null, '2', '2']);
    expect(connections).toContain('reconnecting');
    expect(connections.at(-1)).toBe('live');
  });

  it('begins after what was seen before', async () => {
    const { done, seen, requests } = follow(
      [() => stream(wire(7) + wire(8) + wireOperation('succeeded'))],
      7,
    );
    await done;
    expect(requests[0].last).toBe('7');
    expect(seen).toEqual([8]);
  });

  it('polls where streams do not get through', async () => {
    const { done, seen, requests } = follow([
      () => json({}),
      () => json({ events: [event(1)], operation: operation('running') }),
      () => json({ events: [event(2)], operation: operation('succeeded') }),
    ]);
    await done;
    expect(seen).toEqual([1, 2]);
    expect(requests.at(-1)?.path).toBe(
      '/operations/o1/events?after=1&waitSeconds=20',
    );
  });

  it('polls after streams broke again and again', async () => {
    const { done, requests } = follow([
      broken,
      broken,
      broken,
      () => json({ events: [], operation: operation('cancelled') }),
    ]);
    await done;
    expect(requests.at(-1)?.path).toContain('waitSeconds');
  });

  it('gives up when it is refused', async () => {
    const { done } = follow([
      () => {
        throw new HelmApiError(
          { code: 'NOT_FOUND', message: 'gone' },
          { status: 404 },
        );
      },
    ]);
    await expect(done).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('stops when the screen goes', async () => {
    const { done } = follow([
      controller => {
        controller.abort();
        return broken();
      },
    ]);
    await expect(done).resolves.toBeUndefined();
  });
});

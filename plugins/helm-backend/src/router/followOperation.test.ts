import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import {
  HelmClient,
  isTerminal,
  operationEventSchema,
  operationEventsSchema,
  type OperationEvent,
} from '@backstage-helm/plugin-helm-common';
import { mockCredentials } from '@backstage/backend-test-utils';
import express, { type ErrorRequestHandler } from 'express';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { openDatabases } from '../database/__testUtils__/openDatabases';
import { aPlan } from '../operations/__testUtils__/aPlan';
import {
  createReplica,
  QUICK_TIMES,
  type Replica,
} from '../operations/__testUtils__/createReplica';
import { ended, until } from '../operations/__testUtils__/until';

jest.setTimeout(120_000);

const databases = openDatabases();
afterAll(() => databases.close());

const authorization = mockCredentials.user.header('user:default/dana');
const refusals: ErrorRequestHandler = (error, _request, response, _next) => {
  response.status(error.status ?? 500).json({ error: { message: 'refused' } });
};

/** The messages of an event stream, as they come. */
async function* messagesOf(body: ReadableStream<Uint8Array>) {
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end < 0) {
        break;
      }
      const fields = new Map(
        text
          .slice(0, end)
          .split('\n')
          .map(line => [
            line.slice(0, line.indexOf(':')),
            line.slice(line.indexOf(':') + 1).trim(),
          ]),
      );
      text = text.slice(end + 2);
      yield { event: fields.get('event'), data: fields.get('data') ?? '' };
    }
  }
}

describe('following an operation', () => {
  let knex: Knex;
  let replica: Replica;
  let server: Server;
  let baseUrl: string;

  async function serve(times: object = {}) {
    replica = createReplica(knex, { times: { ...QUICK_TIMES, ...times } });
    const app = express();
    app.use(replica.router);
    app.use(refusals);
    server = await new Promise(resolve => {
      const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
    });
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  beforeAll(async () => {
    knex = await databases.create('SQLite');
  });
  afterEach(async () => {
    await replica.worker.stop();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  const url = (id: string, query = '') =>
    `${baseUrl}/operations/${id}/events${query}`;

  /** One look, by stream or poll, that ends after so many messages. */
  async function look(
    id: string,
    last: number,
    how: { isStream: boolean; messages: number },
  ): Promise<{ events: OperationEvent[]; isOver: boolean }> {
    const events: OperationEvent[] = [];
    if (!how.isStream) {
      const response = await fetch(url(id, `?after=${last}&waitSeconds=1`), {
        headers: { authorization, accept: 'application/json' },
      });
      const page = operationEventsSchema.parse(await response.json());
      return { events: page.events, isOver: page.isOver === true };
    }
    const response = await fetch(url(id), {
      headers: {
        authorization,
        accept: 'text/event-stream',
        'last-event-id': String(last),
      },
    });
    let left = how.messages;
    for await (const message of messagesOf(response.body!)) {
      if (message.event === 'end') {
        return { events, isOver: true };
      }
      if (message.event !== 'operation' && message.event !== 'ping') {
        events.push(operationEventSchema.parse(JSON.parse(message.data)));
        left -= 1;
      }
      if (left === 0) {
        break;
      }
    }
    return { events, isOver: false };
  }

  it('gives exactly the log, whatever breaks off and however it is asked', async () => {
    await serve({ followersPerCaller: 1_000 });
    replica.worker.start();
    const step = fc.record({
      isStream: fc.boolean(),
      messages: fc.integer({ min: 1, max: 60 }),
    });
    const law = fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 6 }),
      async (steps, bursts) => {
        const lines = bursts.reduce((sum, burst) => sum + burst, 0);
        replica.engine.script = async run => {
          let line = 0;
          for (const burst of bursts) {
            for (let count = 0; count < burst; count += 1) {
              run.reporter.log(`line ${line}`);
              line += 1;
            }
            await new Promise(resolve => setTimeout(resolve, 12));
          }
          return run.engine.succeed(run);
        };
        const { id } = await replica.run(aPlan());
        const seen: OperationEvent[] = [];
        for (let round = 0; ; round += 1) {
          const how = steps[round % steps.length];
          const { events, isOver } = await look(id, seen.at(-1)?.seq ?? 0, how);
          seen.push(...events);
          if (isOver) {
            break;
          }
        }
        expect(seen.map(({ seq }) => seq)).toEqual(
          Array.from({ length: lines + 3 }, (_, index) => index + 1),
        );
        expect(
          seen.filter(({ type }) => type === 'log').map(({ text }) => text),
        ).toEqual(Array.from({ length: lines }, (_, line) => `line ${line}`));
      },
    );
    await fc.assert(law, { numRuns: 25, includeErrorInReport: true });
  });

  it('39. holds few streams of one person; further pages poll, and miss nothing', async () => {
    await serve({ followersPerCaller: 2 });
    const record = aPlan();
    const { id } = await replica.run(record);
    const client = new HelmClient({
      discoveryApi: { getBaseUrl: async () => baseUrl },
      fetchApi: {
        fetch: (input: RequestInfo | URL, init?: RequestInit) =>
          fetch(input, {
            ...init,
            headers: {
              ...Object.fromEntries(new Headers(init?.headers)),
              authorization,
            },
          }),
      },
    });
    const tabs = Array.from({ length: 6 }, () => {
      const seqs: number[] = [];
      const statuses: string[] = [];
      return {
        seqs,
        statuses,
        done: client.followOperation(id, {
          signal: AbortSignal.timeout(60_000),
          onEvent: ({ seq }) => seqs.push(seq),
          onOperation: ({ status }) => statuses.push(status),
        }),
      };
    });
    await until(() => tabs.every(({ seqs }) => seqs.length > 0));
    const refused = await fetch(url(id), {
      headers: { authorization, accept: 'text/event-stream' },
    });
    expect(refused.status).toBe(429);
    const other = await fetch(url(id), {
      headers: {
        authorization: mockCredentials.user.header('user:default/omar'),
        accept: 'text/event-stream',
      },
    });
    expect(other.status).toBe(200);
    await other.body?.cancel();
    replica.worker.start();
    for (const tab of tabs) {
      await tab.done;
      expect(tab.seqs).toEqual([1, 2, 3]);
      expect(isTerminal(tab.statuses.at(-1) as 'succeeded')).toBe(true);
    }
  });

  it('39. gives a slow reader all of a long log, with little of it in memory', async () => {
    await serve({ backlogBytes: 1024 * 1024, stallMs: 60_000 });
    replica.engine.script = async run => {
      for (let line = 0; line < 900; line += 1) {
        run.reporter.log('x'.repeat(4_000));
      }
      return run.engine.succeed(run);
    };
    replica.worker.start();
    const { id } = await replica.run(aPlan());
    await ended(replica, id);
    const { events, isOver } = await look(id, 0, {
      isStream: true,
      messages: 10_000,
    });
    expect(isOver).toBe(true);
    expect(events).toHaveLength(903);
  });
});

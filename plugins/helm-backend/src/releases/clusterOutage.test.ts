import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { HttpKubeClient } from '../clusters/HttpKubeClient';
import { anEnvironment } from '../config/__testUtils__/anEnvironment';
import { until } from '../operations/__testUtils__/until';
import { FakeApiServer } from './__testUtils__/FakeApiServer';
import { fakeReleaseSecret } from './__testUtils__/fakeReleaseSecret';
import { WatchSet } from './WatchSet';

jest.setTimeout(60_000);

/** Time runs this much faster here, for the server and for who asks it. */
const FASTER = 200;
const MINUTE_MS = 60_000;
const NAMESPACES = ['shop-a', 'shop-b', 'shop-c'];

describe('a cluster that is not well', () => {
  const begin = Date.now();
  const now = () => (Date.now() - begin) * FASTER;
  let server: FakeApiServer;
  let watches: WatchSet;
  let known: Map<string, number>;

  beforeEach(async () => {
    known = new Map();
    server = new FakeApiServer(now);
    server.secrets = [fakeReleaseSecret({ name: 'a', revision: 1 })];
    const client = new HttpKubeClient('nonprod', {
      endpoint: { server: await server.start(), skipTlsVerify: false },
      sign: async () => ({ headers: {} }),
    });
    const never = async () => {
      throw new Error('Nothing is changed here');
    };
    watches = new WatchSet({
      config: { environments: [anEnvironment()] },
      clusters: {
        reader: async () => client,
        deployer: never,
        capabilities: never,
      },
      logger: mockServices.logger.mock(),
      now,
      random: Math.random,
      wait: (ms, signal) =>
        sleep(ms / FASTER, undefined, { signal }).catch(() => {}),
      replaced: (_, isListed, secrets) =>
        NAMESPACES.filter(isListed).forEach(namespace =>
          known.set(namespace, secrets.length),
        ),
      changed: () => {},
      removed: () => {},
    });
    watches.follow('dev', NAMESPACES);
    await until(() => server.openWatches === NAMESPACES.length);
  });
  afterEach(async () => {
    await watches.stop();
    await server.stop();
  });

  const status = () => watches.status('dev');
  const after = (minutes: number) => {
    const end = now() + minutes * MINUTE_MS;
    return until(() => now() > end);
  };
  const fullLists = () => server.lists.filter(list => list.status === 200);

  it('34. is away for ten minutes: keeps what it said with its age, and asks for no list after', async () => {
    server.become('away');
    await until(() => !status().connected);
    const seenAt = status().lastContactAt;
    await after(10);
    expect(status()).toMatchObject({
      connected: false,
      lastContactAt: seenAt,
      problem: expect.stringContaining('does not answer'),
    });
    expect(now() - Date.parse(seenAt ?? '')).toBeGreaterThan(9 * MINUTE_MS);
    expect(known.size).toBe(NAMESPACES.length);

    server.become('well');
    await until(
      () => status().connected && server.openWatches === NAMESPACES.length,
    );
    // Taken up where it was: nothing had to be listed again.
    expect(fullLists()).toHaveLength(NAMESPACES.length);
  });

  it.each([429, 500, 503])(
    '34. answers %s for ten minutes: is asked ever more seldom, and never for a list',
    async code => {
      server.become(code);
      const before = server.watchesAt.length;
      await after(10);
      const asked = server.watchesAt.length - before;
      // Per namespace at most every 22 s once the pauses have grown.
      expect(asked).toBeLessThan(NAMESPACES.length * 40);
      expect(server.lists).toHaveLength(NAMESPACES.length);
      server.become('well');
      await until(() => server.openWatches === NAMESPACES.length);
      await until(() => status().connected);
      expect(server.lists).toHaveLength(NAMESPACES.length);
    },
  );

  it('34. expires watches again and again: one list a namespace and minute, not all at once', async () => {
    const begunAt = now();
    server.become('expired');
    await after(6);
    // A busy machine turns slower than the clock of the test.
    await until(() => fullLists().length >= NAMESPACES.length * 2);
    const lists = fullLists().map(({ at }) => at);
    const minutes = Math.ceil((now() - begunAt) / MINUTE_MS);
    expect(lists.length).toBeLessThanOrEqual(NAMESPACES.length * (minutes + 1));
    const later = lists.slice(NAMESPACES.length);
    expect(Math.max(...later) - Math.min(...later)).toBeGreaterThan(1_000);
    server.become('well');
    await until(() => server.openWatches === NAMESPACES.length);
  });

  it('34. refuses lists from the start: they become as rare as one a minute', async () => {
    server.become(500);
    watches.follow('dev', [...NAMESPACES, 'shop-new']);
    const begunAt = now();
    await after(10);
    const failed = server.lists.filter(list => list.status === 500);
    // 0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 63.5 s and then one a minute.
    expect(failed.length).toBeLessThanOrEqual(22);
    const late = failed.filter(({ at }) => at > begunAt + 3 * MINUTE_MS);
    for (let index = 1; index < late.length; index += 1) {
      expect(late[index].at - late[index - 1].at).toBeGreaterThan(40_000);
    }
    server.become('well');
    await until(() => server.openWatches === NAMESPACES.length + 1);
  });
});

import {
  NEVER,
  openReplicaSet,
  SLOW,
  type ReplicaProcess,
} from './__testUtils__/replicaSet';
import { signedBy } from './__testUtils__/spawnPortal';
import { stateFile, until } from './__testUtils__/startPortal';

const suite = stateFile ? describe : describe.skip;

const VALUES = 'replicaCount: 1\nconfig:\n  greeting: Good day\n';
const MINUTES = 60_000;

suite('replicas as processes on one PostgreSQL', () => {
  let set: Awaited<ReturnType<typeof openReplicaSet>>;
  let first: ReplicaProcess;
  let second: ReplicaProcess;

  beforeAll(async () => {
    set = await openReplicaSet({
      names: ['soon', 'soon-too', 'late', 'late-too', 'next', 'after'],
      annotations: {
        'helm-release/rollbackOnFailure': 'false',
        'helm-release/timeout': '30s',
      },
      // Four of one environment at once.
      helm: { concurrency: 5, drain: '12s' },
    });
    first = await set.start();
    await set.installAll(first);
    second = await set.start({ clockSkewMs: 5 * MINUTES });
    set.cutOff(second);
  }, 120_000);
  afterAll(() => set?.close(), 60_000);

  it('27. ends by SIGTERM: claims nothing more, drains, and hands the rest over', async () => {
    const soon = [
      await set.upgrade(first, 'soon', SLOW, 'Ready in time'),
      await set.upgrade(first, 'soon-too', SLOW, 'Ready in time'),
    ];
    const late = [
      await set.upgrade(first, 'late', NEVER, 'Not ready in time'),
      await set.upgrade(first, 'late-too', NEVER, 'Not ready in time'),
    ];
    await set.atWork('late-too', late[1]);
    second.proxy.set('pass');
    await set.healthIs(second, 200);

    // Its own places for this environment are taken: another replica has some,
    // and looks for work at its usual pace once it has found some again.
    const started = (id: string) =>
      until(
        () => set.rowOf(id),
        ({ started_at: at }) => at !== null,
      );
    const others: string[] = [];
    for (const name of ['next', 'after']) {
      const id = await set.upgrade(first, name, VALUES, 'By the other one');
      await started(id);
      others.push(id);
    }
    const row = await set.rowOf(others[1]);
    expect(Number(row.started_at) - Number(row.created_at)).toBeLessThan(1_500);

    const stream = await fetch(
      `${first.portal.url}/api/helm/operations/${late[0]}/events`,
      {
        headers: {
          authorization: signedBy('user:default/ana'),
          accept: 'text/event-stream',
        },
      },
    );
    const streamed = stream.text();

    const asked = Date.now();
    first.portal.terminate();
    await set.healthIs(first, 503);
    expect(Date.now() - asked).toBeLessThan(2_000);
    expect(await first.portal.ended).toBe('exit code 0');
    expect(Date.now() - asked).toBeLessThan(25_000);
    // Whoever read along is told to come back, to another replica.
    expect(await streamed).toContain('event: operation');

    for (const id of [...soon, ...others]) {
      expect(await set.settled(second, id)).toMatchObject({
        status: 'succeeded',
        attempt: 1,
      });
      expect(await set.revisionsOf(id)).toEqual([2]);
    }
    for (const id of late) {
      expect(await set.settled(second, id)).toMatchObject({
        status: 'failed',
        attempt: 1,
        revisionAfter: 2,
      });
      expect(await set.revisionsOf(id)).toEqual([2]);
      const texts = await set.events(id);
      expect(texts.some(text => /shutting down|shut down/.test(text))).toBe(
        true,
      );
    }
  }, 180_000);

  it('36. agrees on who runs what though their clocks are ten minutes apart', async () => {
    const third = await set.start({ clockSkewMs: -5 * MINUTES });
    const names = ['soon', 'soon-too', 'next', 'after'];
    const ids: string[] = [];
    for (const [index, name] of names.entries()) {
      // Longer than a lease: who does not renew by the right clock loses it.
      const by = index % 2 ? second : third;
      ids.push(
        await set.upgrade(
          by,
          name,
          `${SLOW}config:\n  greeting: Skew ${index}\n`,
          'Skewed',
        ),
      );
    }
    for (const id of ids) {
      expect(await set.settled(third, id)).toMatchObject({
        status: 'succeeded',
        attempt: 1,
      });
      expect(await set.revisionsOf(id)).toHaveLength(1);
      expect(await set.events(id)).not.toContainEqual(
        expect.stringMatching(/deadline|worker died/),
      );
    }
  }, 120_000);
});

import {
  openReplicaSet,
  SLOW,
  type ReplicaProcess,
} from './__testUtils__/replicaSet';
import { stateFile } from './__testUtils__/startPortal';
import { WriteHolds } from './__testUtils__/WriteHolds';

const suite = stateFile ? describe : describe.skip;

const VALUES = 'replicaCount: 1\nconfig:\n  greeting: Good day\n';

suite('23. a worker that is killed with -9', () => {
  let set: Awaited<ReturnType<typeof openReplicaSet>>;
  let holds: WriteHolds;
  let victim: ReplicaProcess;

  beforeAll(async () => {
    set = await openReplicaSet({
      names: ['claimed', 'intended', 'running', 'exited', 'committing', 'lost'],
    });
    holds = await WriteHolds.prepare(set.knex);
    victim = await set.start();
    await set.installAll(victim);
  }, 120_000);
  afterAll(() => set?.close(), 60_000);

  async function expectOneRevision(
    by: ReplicaProcess,
    id: string,
    attempt: number,
  ) {
    expect(await set.settled(by, id)).toMatchObject({
      status: 'succeeded',
      attempt,
      revisionAfter: 2,
    });
    expect(await set.revisionsOf(id)).toEqual([2]);
  }

  it('after the claim, or after the intent: another replica runs it, once', async () => {
    const claimed = await holds.hold('claimed', 'start');
    const intended = await holds.hold('intended', 'intent');
    const ids = [
      await set.upgrade(victim, 'claimed', VALUES, 'claimed'),
      await set.upgrade(victim, 'intended', VALUES, 'intended'),
    ];
    await claimed.reached();
    await intended.reached();
    await victim.portal.kill();
    await claimed.lose();
    // The intent is on record; the gate has closed behind the worker.
    await intended.release();
    expect((await set.rowOf(ids[0])).intent_at).toBeNull();

    victim = await set.start();
    for (const id of ids) {
      await expectOneRevision(victim, id, 2);
    }
  }, 120_000);

  it('while Helm runs, after it ended, or in the commit: its one run is recorded', async () => {
    const exited = await holds.hold('exited', 'end');
    const committing = await holds.hold('committing', 'commit');
    const lost = await holds.hold('lost', 'commit');
    const ids: string[] = [];
    for (const name of ['exited', 'committing', 'lost']) {
      ids.push(await set.upgrade(victim, name, VALUES, name));
    }
    const running = await set.upgrade(victim, 'running', SLOW, 'running');
    await set.atWork('running', running);
    await Promise.all([exited.reached(), committing.reached(), lost.reached()]);
    await victim.portal.kill();
    await exited.lose();
    await lost.lose();
    await committing.release();

    const rescuer = await set.start();
    for (const id of [...ids, running]) {
      await expectOneRevision(rescuer, id, 1);
      const texts = await set.events(id);
      const ends = texts.filter(text => text.startsWith('Upgraded to 1.3.0'));
      expect(ends).toHaveLength(1);
    }
  }, 120_000);
});

import {
  NEVER,
  openReplicaSet,
  type ReplicaProcess,
} from './__testUtils__/replicaSet';
import { stateFile } from './__testUtils__/startPortal';
import { WriteHolds } from './__testUtils__/WriteHolds';

const suite = stateFile ? describe : describe.skip;

const VALUES = 'replicaCount: 1\nconfig:\n  greeting: Good day\n';
const LATE = /had lost this operation ended it late/;

suite('workers that lose their database', () => {
  let set: Awaited<ReturnType<typeof openReplicaSet>>;
  let holds: WriteHolds;
  let refused: ReplicaProcess;
  let silent: ReplicaProcess;
  let rescuer: ReplicaProcess;

  beforeAll(async () => {
    set = await openReplicaSet({
      names: ['refused', 'silent', 'within', 'again', 'once-more'],
      annotations: {
        'helm-release/rollbackOnFailure': 'false',
        // Helm has to be still at work when its worker is taken over.
        'helm-release/timeout': '30s',
      },
    });
    holds = await WriteHolds.prepare(set.knex);
    refused = await set.start();
    await set.installAll(refused);
    [silent, rescuer] = await Promise.all([set.start(), set.start()]);
    set.cutOff(silent);
    set.cutOff(rescuer);
  }, 120_000);
  afterAll(() => set?.close(), 60_000);

  it('30. 32. leave their Helm alone, and are refused when they come back late', async () => {
    const cut = await set.upgrade(refused, 'refused', NEVER, 'refused');
    await set.atWork('refused', cut);
    set.cutOff(refused);
    const unready = [set.healthIs(refused, 503)];

    silent.proxy.set('pass');
    const held = await holds.hold('within', 'end');
    const within = await set.upgrade(silent, 'within', VALUES, 'within');
    const mute = await set.upgrade(silent, 'silent', NEVER, 'silent');
    await set.atWork('silent', mute);
    await held.reached();
    const tickets = [
      (await set.rowOf(cut)).ticket,
      (await set.rowOf(mute)).ticket,
    ];
    // Half-open in the middle of a transaction that holds the row.
    silent.proxy.set('swallow');
    unready.push(set.healthIs(silent, 503));
    await held.release();

    rescuer.proxy.set('pass');
    await set.takenOver(cut, tickets[0]);
    await set.takenOver(mute, tickets[1]);
    await Promise.all(unready);
    refused.proxy.set('pass');
    silent.proxy.set('pass');
    expect(await set.rowOf(mute)).toMatchObject({ status: 'running' });

    for (const id of [cut, mute]) {
      expect(await set.settled(rescuer, id)).toMatchObject({
        status: 'failed',
        attempt: 1,
        revisionAfter: 2,
      });
      expect(await set.revisionsOf(id)).toEqual([2]);
      const texts = await set.eventsWith(id, LATE);
      expect(texts.filter(text => text.startsWith('Upgrade to'))).toHaveLength(
        1,
      );
    }
    expect(await set.settled(rescuer, within)).toMatchObject({
      status: 'succeeded',
      attempt: 1,
      revisionAfter: 2,
    });
    expect(await set.revisionsOf(within)).toEqual([2]);
  }, 180_000);

  it('31. 32. work again by themselves when the database is back', async () => {
    await rescuer.portal.kill();
    await set.healthIs(refused, 200);
    await set.healthIs(silent, 200);
    const before = [await set.upgrade(refused, 'again', VALUES, 'again')];
    await refused.portal.kill();
    before.push(await set.upgrade(silent, 'once-more', VALUES, 'once more'));
    for (const id of before) {
      expect(await set.settled(silent, id)).toMatchObject({
        status: 'succeeded',
        revisionAfter: 2,
      });
      expect(await set.revisionsOf(id)).toEqual([2]);
    }
  }, 120_000);
});

import { aRelease } from '../operations/__testUtils__/aPlan';
import { describeOperations } from '../operations/__testUtils__/describeOperations';
import { ended } from '../operations/__testUtils__/until';
import { aDeclaration } from './__testUtils__/aDeclaration';
import { automatic, createSyncWorld } from './__testUtils__/syncWorld';
import { BRAKE_WINDOW_MS } from './brake';
import { continueHold, getHold } from './syncHolds';
import { createDatabase } from '../database/Database';

jest.setTimeout(300_000);

describeOperations('the brake', setup => {
  /** Two releases changed, as many as may at once. */
  async function changed() {
    const world = createSyncWorld(setup, setup.knex, {
      environments: [automatic({ maxChanges: 2, install: true, parallel: 9 })],
    });
    const database = createDatabase(setup.knex);
    await setup.replica.worker.stop();
    world.replica.worker.start();
    const hold = () => getHold(database, 'dev');
    /** A release comes, as the catalog reads on. */
    const come = async () => {
      const release = aRelease();
      world.declared.push(aDeclaration(release));
      await world.settle();
      const [operation] = await world.asked(release);
      if (operation) {
        await ended(world.replica, operation.id);
        await world.settle();
      }
      return { release, isAsked: operation !== undefined };
    };
    expect([(await come()).isAsked, (await come()).isAsked]).toEqual([
      true,
      true,
    ]);
    return { ...world, database, come, hold };
  }

  it('holds what comes bit by bit, until a person has looked', async () => {
    const { asked, come, database, hold, news, settle } = await changed();
    const third = await come();
    expect(third.isAsked).toBe(false);
    expect(news).toMatchObject([{ type: 'held', releases: [third.release] }]);
    const held = (await hold())!;
    // It does not pass by itself.
    const since = held.since - BRAKE_WINDOW_MS / 2;
    await setup.knex('helm_sync_holds').update({ since });
    await setup
      .knex('helm_operations')
      .update({ finished_at: since - BRAKE_WINDOW_MS / 2 });
    await settle();
    expect(await asked(third.release)).toEqual([]);
    await continueHold(database, { ...held, since }, 'user:default/pia');
    await settle();
    expect(await asked(third.release)).toHaveLength(1);
    // What was before that look counts no more.
    expect((await come()).isAsked).toBe(true);
  });

  it('forgets what changed long ago', async () => {
    const { come } = await changed();
    await setup
      .knex('helm_operations')
      .update({ finished_at: Date.now() - BRAKE_WINDOW_MS - 60_000 });
    expect((await come()).isAsked).toBe(true);
  });

  it('keeps what was let go while it is blocked', async () => {
    const { asked, come, database, declared, hold, settle } = await changed();
    const { release } = await come();
    const declaration = declared.at(-1)!;
    declaration.staleBecause = 'The Git host is away';
    await continueHold(database, (await hold())!, 'user:default/pia');
    await settle();
    expect(await hold()).toMatchObject({
      held: [],
      continued: [{ release, digest: 'A' }],
    });
    declaration.staleBecause = undefined;
    await settle();
    expect(await asked(release)).toHaveLength(1);
  });
});

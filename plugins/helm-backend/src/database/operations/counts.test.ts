import type { Knex } from 'knex';
import { aNewOperation } from '../__testUtils__/aNewOperation';
import { dialects, openDatabases } from '../__testUtils__/openDatabases';
import { createDatabase, type Database } from '../Database';
import { countPending } from './countPending';
import { countRecent } from './countRecent';
import { insertOperation, type NewOperation } from './insertOperation';

jest.setTimeout(60_000);

const DAY_MS = 24 * 60 * 60 * 1000;
const databases = openDatabases();
afterAll(() => databases.close());

describe.each(dialects)('counts of operations in %s', dialect => {
  let knex: Knex;
  let time: number;
  let database: Database;

  beforeAll(async () => {
    knex = await databases.create(dialect);
  });
  beforeEach(async () => {
    await knex('helm_operations').delete();
    time = 100 * DAY_MS;
    database = createDatabase(knex, () => time);
  });

  async function add(status: string, changes: Partial<NewOperation> = {}) {
    const { id } = await insertOperation(database, aNewOperation(changes));
    await knex('helm_operations').where({ id }).update({ status });
  }

  it('tells what has not ended, by environment, with the age of the oldest', async () => {
    await add('queued');
    await add('succeeded');
    time += 4_000;
    await add('queued');
    await add('awaiting-approval', { environment: 'prod' });
    await knex('helm_operations')
      .where({ status: 'awaiting-approval' })
      .update({ available_at: 0 });
    time += 1_000;
    const pending = await countPending(database);
    expect(pending.sort((a, b) => b.operations - a.operations)).toEqual([
      {
        environment: 'dev',
        status: 'queued',
        operations: 2,
        oldestMs: 5_000,
      },
      {
        environment: 'prod',
        status: 'awaiting-approval',
        operations: 1,
        oldestMs: 1_000,
      },
    ]);
  });

  describe('the last ones of a release', () => {
    const release = { cluster: 'c', namespace: 'n', name: 'shop' };
    const options = { sinceMs: 30 * DAY_MS, last: 10, limit: 100 };

    it('are the newest ten that were tried', async () => {
      for (let count = 0; count < 5; count += 1) {
        await add('failed', { release });
      }
      // Tell nothing about a change, or are the portal's own.
      await add('cancelled', { release });
      await add('denied', { release });
      await add('succeeded', { release, kind: 'test' });
      await add('succeeded', { release, kind: 'rollback', follows: 'op' });
      await add('queued', { release });
      for (let count = 0; count < 6; count += 1) {
        await add('succeeded', { release });
      }
      await add('rolled-back', { release, environment: 'prod' });
      expect(await countRecent(database, options)).toEqual({
        releases: [{ release, environment: 'prod', counted: 10, succeeded: 6 }],
        dropped: 0,
      });
    });

    it('are not told of releases that nothing happens to', async () => {
      await add('succeeded', { release });
      time += 31 * DAY_MS;
      expect(await countRecent(database, options)).toEqual({
        releases: [],
        dropped: 0,
      });
      await add('failed', { release });
      // The old one counts again: it is of the last ten.
      const { releases } = await countRecent(database, options);
      expect(releases).toMatchObject([{ counted: 2, succeeded: 1 }]);
    });

    it('are told of a limited number of releases, the rest is counted', async () => {
      const named = (name: string) => ({ ...release, name });
      await add('succeeded', { release: named('first') });
      await add('succeeded', { release: named('second') });
      await add('succeeded', { release: named('third') });
      await add('failed', { release: named('first') });
      const { releases, dropped } = await countRecent(database, {
        ...options,
        limit: 2,
      });
      expect(releases.map(({ release: { name } }) => name).sort()).toEqual([
        'first',
        'third',
      ]);
      expect(dropped).toBe(1);
    });
  });
});

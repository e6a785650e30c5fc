import type { Knex } from 'knex';
import { createDatabase, type Database } from '../Database';
import { aNewOperation } from '../__testUtils__/aNewOperation';
import { dialects, openDatabases } from '../__testUtils__/openDatabases';
import { findMakers } from './findMakers';
import { insertOperation } from './insertOperation';

jest.setTimeout(60_000);

const databases = openDatabases();
afterAll(() => databases.close());

describe.each(dialects)('findMakers in %s', dialect => {
  let knex: Knex;
  let database: Database;

  beforeAll(async () => {
    knex = await databases.create(dialect);
    database = createDatabase(knex, () => 1_000_000);
  });

  it('finds by the label, else by release and number', async () => {
    const labelled = aNewOperation({ reason: 'because' });
    const rollback = aNewOperation();
    await insertOperation(database, labelled);
    await insertOperation(database, rollback);
    await knex('helm_operations')
      .where({ id: rollback.id })
      .update({ revision_after: 7, started_at: 1_000_000 });
    const found = await findMakers(database, [
      { release: labelled.release, revision: 3, operationId: labelled.id },
      { release: rollback.release, revision: 7 },
      { release: labelled.release, revision: 7 },
    ]);
    expect(found).toEqual([
      expect.objectContaining({
        id: rollback.id,
        revisionAfter: 7,
        startedAt: '1970-01-01T00:16:40.000Z',
      }),
      expect.objectContaining({
        id: labelled.id,
        requestedBy: labelled.requestedBy,
        reason: 'because',
      }),
    ]);
    expect(await findMakers(database, [])).toEqual([]);
  });
});

import type { Knex } from 'knex';
import { createDatabase, type Database } from '../database/Database';
import { aNewOperation } from '../database/__testUtils__/aNewOperation';
import {
  dialects,
  openDatabases,
} from '../database/__testUtils__/openDatabases';
import { appendEvents } from '../database/operations/appendEvents';
import { insertOperation } from '../database/operations/insertOperation';
import { listEvents } from '../database/operations/listEvents';
import { settle } from '../database/operations/settle';
import { createPurge } from './createPurge';

jest.setTimeout(60_000);

const databases = openDatabases();
afterAll(() => databases.close());

const DAY_MS = 24 * 60 * 60 * 1000;

describe.each(dialects)('the retention in %s', dialect => {
  let knex: Knex;
  let database: Database;
  let time: number;

  beforeAll(async () => {
    knex = await databases.create(dialect);
  });
  beforeEach(() => {
    time = 1_000 * DAY_MS;
    database = createDatabase(knex, () => time);
  });

  const purge = (changes: object = {}) =>
    createPurge({
      database,
      batch: 2,
      retention: {
        operationsDays: 30,
        logDays: 10,
        plansDays: 1,
        eventsPerOperation: 100,
        auditDays: 0,
        ...changes,
      },
    })();

  async function endedOperation() {
    const { id, release } = await insertOperation(database, aNewOperation());
    for (const text of ['a', 'b', 'c']) {
      await appendEvents(database, id, [{ at: 1, type: 'log', text }]);
    }
    await knex('helm_approvals').insert({
      operation_id: id,
      plan_id: 'p',
      plan_digest: 'd',
      approver: 'user:default/omar',
      at: 1,
    });
    await settle(database, {
      id,
      status: 'cancelled',
      outcome: { code: 'X', title: 'x', holds: '' },
      phases: [],
    });
    return { id, release };
  }

  it('deletes logs first, then operations with all that is theirs, in batches', async () => {
    const ids = [];
    for (let count = 0; count < 5; count += 1) {
      ids.push((await endedOperation()).id);
    }
    const pending = await insertOperation(database, aNewOperation());
    time += 9 * DAY_MS;
    expect(await purge()).toBe(0);
    time += 2 * DAY_MS;
    expect(await purge()).toBe(5);
    for (const id of ids) {
      const events = await listEvents(database, { id, after: 0, limit: 9 });
      expect(events).toMatchObject([
        { seq: 3, type: 'truncated', text: 'The log was kept for 10 days.' },
      ]);
    }
    expect(await purge()).toBe(0);
    time += 20 * DAY_MS;
    expect(await purge()).toBe(5);
    expect(await knex('helm_operations').pluck('id')).toEqual([pending.id]);
    expect(await knex('helm_operation_events').select()).toEqual([]);
    expect(await knex('helm_approvals').select()).toEqual([]);
    await knex('helm_operations').delete();
  });

  it('keeps what to go back to of a release that somebody owns, and nothing else', async () => {
    const success = (release_key: string, revision: number) => ({
      release_key,
      revision,
      operation_id: 'o',
      recorded_at: time,
    });
    await knex('helm_bindings').insert({
      release_key: 'c/n/owned',
      entity_ref: 'component:default/a',
      environment: 'dev',
      bound_by: 'user:default/dana',
      bound_at: 1,
    });
    const many = Array.from({ length: 257 }, (_, index) =>
      success('c/n/owned', index + 1),
    );
    await knex('helm_successes').insert(many);
    await knex('helm_successes').insert(success('c/n/gone', 7));
    time += 31 * DAY_MS;
    // Deployed only now: the one before is what a bad one is rolled back to.
    await knex('helm_successes').insert([
      success('c/n/owned', 258),
      success('c/n/young', 1),
    ]);
    expect(await purge()).toBe(3);
    expect(
      await knex('helm_successes')
        .distinct('release_key')
        .orderBy('release_key')
        .pluck('release_key'),
    ).toEqual(['c/n/owned', 'c/n/young']);
    expect(
      await knex('helm_successes')
        .where('release_key', 'c/n/owned')
        .orderBy('revision')
        .pluck('revision'),
    ).toEqual(Array.from({ length: 256 }, (_, index) => index + 3));
  });

  it('deletes overrides that ended, soaks that nobody looks at, and old notices', async () => {
    const override = (id: string, ended_at: number | null) => ({
      id,
      release_key: `c/n/${id}`,
      patch: '{}',
      base_digest: 'd',
      set_by: 'user:default/dana',
      set_at: time,
      ended_at,
    });
    await knex('helm_overrides').insert([
      override('active', null),
      override('one', time),
      override('two', time),
      override('three', time),
    ]);
    await knex('helm_soaks').insert({
      release_key: 'c/n/gone',
      environment: 'dev',
      revision: 1,
      checked_at: time,
    });
    await knex('helm_version_notices').insert([
      { release_key: 'c/n/a', version: '1.0.0', told_at: time },
      { release_key: 'c/n/a', version: '2.0.0', told_at: time + 2 * DAY_MS },
    ]);
    time += 31 * DAY_MS;
    expect(await purge()).toBe(5);
    expect(await knex('helm_version_notices').pluck('version')).toEqual([
      '2.0.0',
    ]);
    expect(await knex('helm_overrides').pluck('id')).toEqual(['active']);
    expect(await knex('helm_soaks').select()).toEqual([]);
  });
});

import type { Knex } from 'knex';
import { openDatabases } from '../database/__testUtils__/openDatabases';
import { aPlan } from '../operations/__testUtils__/aPlan';
import { createReplica } from '../operations/__testUtils__/createReplica';
import { until } from '../operations/__testUtils__/until';

jest.setTimeout(60_000);

const databases = openDatabases();
afterAll(() => databases.close());

const CUT = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE pid <> pg_backend_pid() AND datname = current_database()`;

it('31. goes on when its connections to PostgreSQL are cut fifty times', async () => {
  const knex: Knex = await databases.create('PostgreSQL');
  const replica = createReplica(databases.connect(knex));
  replica.worker.start();
  const admitted: string[] = [];
  for (let round = 0; round < 50; round += 1) {
    const { id } = await until(() =>
      replica.run(aPlan()).catch(() => undefined),
    );
    admitted.push(id);
    await knex.raw(CUT);
  }
  for (const id of admitted) {
    await until(async () => {
      // What could not start waits for seconds; the test does not.
      await knex('helm_operations')
        .where({ id, status: 'queued' })
        .update({ available_at: 0 });
      const row = await knex('helm_operations').where({ id }).first();
      return row.status === 'succeeded';
    });
  }
  expect(replica.worker.health()).toEqual({ ok: true });
  await replica.worker.stop();
});

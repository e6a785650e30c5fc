import { openDatabases } from './__testUtils__/openDatabases';
import { createDatabase, inTransaction } from './Database';

const databases = openDatabases();
afterAll(() => databases.close());

it('lets PostgreSQL end a transaction whose client fell silent, and nothing else', async () => {
  const database = createDatabase(await databases.create('PostgreSQL'));
  const limit = async ({ sql }: typeof database) =>
    (await sql.raw('SHOW idle_in_transaction_session_timeout')).rows[0]
      .idle_in_transaction_session_timeout;
  expect(await inTransaction(database, limit)).toBe('12s');
  expect(await limit(database)).toBe('0');
});

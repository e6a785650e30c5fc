import { mockServices } from '@backstage/backend-test-utils';
import { createHole } from './__testUtils__/createHole';
import { openDatabases } from './__testUtils__/openDatabases';
import { cutSilentConnections } from './cutSilentConnections';

jest.setTimeout(60_000);

const databases = openDatabases();
afterAll(() => databases.close());

describe('cutSilentConnections', () => {
  it('32. ends queries and transactions on connections that went silent', async () => {
    const direct = await databases.create('PostgreSQL');
    const hole = await createHole(databases.address(direct));
    const knex = databases.connect(direct, { port: hole.port });
    const options = {
      limitMs: 500,
      now: () => Date.now(),
      logger: mockServices.logger.mock(),
    };
    const stop = cutSilentConnections(knex, options);
    const ask = () => knex.raw('SELECT 1');
    await Promise.all(Array.from({ length: 6 }, ask));

    hole.open();
    const hung = [
      ask(),
      knex.transaction(tx => tx.raw('SELECT 1')),
      knex('helm_settings').insert({ name: 'a', value: 'b' }),
    ].map(query => query.then(() => 'answered').catch(() => 'ended'));
    expect(await Promise.all(hung)).toEqual(['ended', 'ended', 'ended']);

    hole.close();
    // Of the six connections of before none is left to be tried in vain.
    const { rows } = await ask();
    expect(rows).toHaveLength(1);
    stop();
    await knex.destroy();
    await hole.stop();
  });

  it('leaves a connection alone that is asked again and again', async () => {
    const knex = databases.connect(await databases.create('PostgreSQL'));
    const logger = mockServices.logger.mock();
    const stop = cutSilentConnections(knex, {
      limitMs: 400,
      now: () => Date.now(),
      logger,
    });
    await knex.transaction(async tx => {
      const start = Date.now();
      while (Date.now() - start < 1_500) {
        await tx.raw('SELECT pg_sleep(0.05)');
      }
    });
    expect(logger.warn).not.toHaveBeenCalled();
    stop();
  });

  it('has nothing to do with SQLite', async () => {
    const knex = await databases.create('SQLite');
    cutSilentConnections(knex, {
      limitMs: 1,
      now: () => Date.now(),
      logger: mockServices.logger.mock(),
    })();
    expect(await knex('helm_settings').select()).toEqual([]);
  });
});

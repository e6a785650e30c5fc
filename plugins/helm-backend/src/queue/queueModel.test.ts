import fc from 'fast-check';
import {
  dialects,
  openDatabases,
} from '../database/__testUtils__/openDatabases';
import { queueAction, QueueComparison } from './__testUtils__/QueueComparison';

jest.setTimeout(120_000);

const databases = openDatabases();
afterAll(() => databases.close());

describe.each(dialects)('the queue on %s', dialect => {
  it('does what its model does: one owner a release, ends are final, nothing is lost', async () => {
    const knex = await databases.create(dialect);
    if (dialect === 'SQLite') {
      // Speed: this file is thrown away.
      await knex.raw('PRAGMA synchronous = OFF');
    }
    const law = fc.asyncProperty(
      fc.array(queueAction, { minLength: 10, maxLength: 60 }),
      async actions => {
        await knex('helm_operations').delete();
        const comparison = new QueueComparison(knex);
        for (const step of actions) {
          await comparison.apply(step);
          await comparison.check();
        }
      },
    );
    const numRuns = dialect === 'SQLite' ? 150 : 50;
    await expect(fc.assert(law, { numRuns })).resolves.toBeUndefined();
  });
});

import {
  dialects,
  openDatabases,
} from '../database/__testUtils__/openDatabases';
import { aWorld, planIn } from './__testUtils__/planningWorld';
import { createPlanStore } from './createPlanStore';

jest.setTimeout(60_000);
const databases = openDatabases();
afterAll(() => databases.close());

describe.each(dialects)('createPlanStore on %s', dialect => {
  it('keeps plans for the pages of their operations, and not for ever', async () => {
    const knex = await databases.create(dialect);
    let now = Date.parse('2026-11-21T00:00:00Z');
    const store = createPlanStore({ knex, now: () => now });
    const { plan, records } = planIn(aWorld());
    const first = records.get((await plan({ kind: 'upgrade' })).id)!;
    await store.put(first);
    expect(await store.get(first.plan.id)).toEqual(
      JSON.parse(JSON.stringify(first)),
    );
    now += 31 * 24 * 60 * 60 * 1000;
    const second = records.get((await plan({ kind: 'upgrade' })).id)!;
    await store.put(second);
    await expect(store.get(first.plan.id)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      status: 404,
    });
  });
});

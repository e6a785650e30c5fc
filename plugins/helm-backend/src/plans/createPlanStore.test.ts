import { aNewOperation } from '../database/__testUtils__/aNewOperation';
import {
  dialects,
  openDatabases,
} from '../database/__testUtils__/openDatabases';
import { createDatabase } from '../database/Database';
import { insertOperation } from '../database/operations/insertOperation';
import { aPlan } from '../operations/__testUtils__/aPlan';
import { createPlanStore } from './createPlanStore';

jest.setTimeout(60_000);
const databases = openDatabases();
afterAll(() => databases.close());

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe.each(dialects)('createPlanStore on %s', dialect => {
  let now: number;
  async function open() {
    const knex = await databases.create(dialect);
    now = Date.parse('2026-11-21T00:00:00Z');
    return {
      knex,
      store: createPlanStore({ knex, now: () => now, keptDays: 30 }),
    };
  }
  /** Half an hour to be run. */
  const planned = (createdBy = 'user:default/ana') => ({
    ...aPlan({
      createdBy,
      expiresAt: new Date(now + 30 * MINUTE).toISOString(),
    }),
    manifest: 'kind: ConfigMap\n',
    valuesYaml: 'a: 1\n',
  });

  it('keeps plans for the pages of their operations, and not for ever', async () => {
    const { store } = await open();
    const first = planned();
    await store.put(first);
    now += 29 * DAY;
    await store.purge();
    expect((await store.get(first.plan.id)).plan).toEqual(first.plan);
    now += 2 * DAY;
    await store.purge();
    await expect(store.get(first.plan.id)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      status: 404,
    });
  });

  it('forgets what a plan that never ran showed, an hour after its expiry', async () => {
    const { knex, store } = await open();
    const [unused, ran] = [planned(), planned()];
    await store.put(unused);
    await store.put(ran);
    await insertOperation(
      createDatabase(knex),
      aNewOperation({ id: `op-of-${ran.plan.id}`, planId: ran.plan.id }),
    );
    now += 89 * MINUTE;
    await store.purge();
    expect(await store.get(unused.plan.id)).toEqual(unused);
    now += 2 * MINUTE;
    await store.purge();
    expect(await store.get(ran.plan.id)).toEqual(ran);
    expect(await store.get(unused.plan.id)).toMatchObject({
      plan: unused.plan,
      work: unused.work,
      manifest: '',
      valuesYaml: '',
      diffs: {
        manifest: {
          counts: unused.plan.counts,
          entries: [],
          denied: expect.stringContaining('no longer kept'),
        },
        values: { denied: expect.stringContaining('Review the change again') },
      },
    });
  });

  it('stores no more than a part of what is huge, and says so', async () => {
    const { knex, store } = await open();
    const record = planned();
    const line = { type: 'add' as const, text: 'x'.repeat(1_500_000) };
    const entry = (title: string) => ({
      title,
      change: 'added' as const,
      hunks: [{ skippedBefore: 0, lines: [line] }],
    });
    const { manifest } = record.diffs;
    await store.put({
      ...record,
      manifest: 'a: b\n'.repeat(1_000_000),
      diffs: {
        ...record.diffs,
        manifest: { ...manifest, entries: [entry('first'), entry('second')] },
      },
    });
    const read = await store.get(record.plan.id);
    expect(read.manifest).toMatch(/a: b\n\n# Cut off here: .*\n$/);
    expect(read.diffs.values).toEqual(record.diffs.values);
    expect(read.diffs.manifest.entries).toEqual([
      entry('first'),
      { ...entry('second'), hunks: [] },
    ]);
    expect(read.diffs.manifest.denied).toMatch(/1 of 2 differences/);
    const { bodies } = await knex('helm_plans').first('bodies');
    expect(bodies.length).toBeLessThan(3_000_000);
  });

  it('lets one principal have 200 plans that wait, and others theirs', async () => {
    const { knex, store } = await open();
    const made = [];
    for (let count = 0; count < 200; count += 1) {
      made.push(planned());
      await store.put(made[count]);
    }
    await expect(store.put(planned())).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      status: 429,
      message: expect.stringContaining('user:default/ana has 200'),
    });
    await store.put(planned('user:default/bo'));
    await insertOperation(
      createDatabase(knex),
      aNewOperation({ id: 'op-makes-room', planId: made[0].plan.id }),
    );
    await store.put(planned());
    await expect(store.put(planned())).rejects.toMatchObject({ status: 429 });
    now += 31 * MINUTE;
    await store.put(planned());
  });
});

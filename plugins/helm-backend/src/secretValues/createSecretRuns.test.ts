import {
  dialects,
  openDatabases,
} from '../database/__testUtils__/openDatabases';
import { createSecretRuns } from './createSecretRuns';

// Starting PostgreSQL counts into its first test.
jest.setTimeout(120_000);

const databases = openDatabases();
afterAll(() => databases.close());

const ref = { cluster: 'nonprod', namespace: 'shop-dev', name: 'web' };
const other = { ...ref, name: 'api' };
const run = (digest: string, path = ['a']) => ({
  fullDigest: digest,
  declaredDigest: `declared ${digest}`,
  paths: [{ source: 'Secret shop-dev/s k', path }],
});

describe.each(dialects)('runs with Secrets in %s', dialect => {
  it('tells the declaration by the values that it was run with', async () => {
    const knex = await databases.create(dialect);
    let time = 1;
    const runs = createSecretRuns({ knex, now: () => time++ });
    await runs.record(ref, run('one'));
    await runs.record(ref, run('one', ['b']));
    await runs.record(ref, run('two', ['a']));
    await runs.record(other, run('one', ['c']));
    expect(await runs.declaredDigest(ref, 'one')).toBe('declared one');
    expect(await runs.declaredDigest(ref, 'three')).toBeUndefined();
    expect(await runs.declaredDigests()).toEqual(
      new Map([
        ['nonprod/shop-dev/web\0one', 'declared one'],
        ['nonprod/shop-dev/web\0two', 'declared two'],
        ['nonprod/shop-dev/api\0one', 'declared one'],
      ]),
    );
    const paths = await runs.paths(ref);
    expect(paths.map(({ path }) => path).sort()).toEqual([['a'], ['b']]);
  });

  it('keeps the newest only', async () => {
    const knex = await databases.create(dialect);
    let time = 1;
    const runs = createSecretRuns({ knex, now: () => time++ });
    for (let index = 0; index < 55; index += 1) {
      await runs.record(
        ref,
        run(`run ${index}`, [index === 0 ? 'first' : 'a']),
      );
    }
    expect((await runs.declaredDigests()).size).toBe(50);
    expect(await runs.declaredDigest(ref, 'run 4')).toBeUndefined();
    expect(await runs.declaredDigest(ref, 'run 54')).toBeDefined();
    // A revision that Helm still keeps is masked all the same.
    expect((await runs.paths(ref)).map(({ path }) => path).sort()).toEqual([
      ['a'],
      ['first'],
    ]);
  });
});

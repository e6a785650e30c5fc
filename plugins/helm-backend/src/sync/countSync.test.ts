import { createDatabase } from '../database/Database';
import {
  dialects,
  openDatabases,
} from '../database/__testUtils__/openDatabases';
import { aRelease } from '../operations/__testUtils__/aPlan';
import { automatic } from './__testUtils__/syncWorld';
import { countSync } from './countSync';
import { putHold } from './syncHolds';
import { getSync, recordEnded, recordPaused, want } from './syncRows';

jest.setTimeout(60_000);

const databases = openDatabases();
afterAll(() => databases.close());

describe.each(dialects)('countSync on %s', dialect => {
  it('counts what people have to end, each release once', async () => {
    const database = createDatabase(await databases.create(dialect));
    const environments = [
      automatic({}, { name: 'dev' }),
      automatic({}, { name: 'staging' }),
      automatic({ mode: 'manual' }, { name: 'prod' }),
    ];
    const target = (environment: string) => ({
      release: aRelease(),
      environment,
    });
    const pause = { cause: 'person', by: 'user:default/dana' } as const;
    const stop = async (of: ReturnType<typeof target>) => {
      await want(database, of, 'A', 0);
      const row = await getSync(database, of.release);
      await recordEnded(database, row!, { attempts: 3, failure: 'no' });
    };
    await recordPaused(database, target('dev'), pause);
    await recordPaused(database, target('dev'), pause);
    await recordPaused(database, target('prod'), pause);
    await stop(target('dev'));
    const both = target('staging');
    await stop(both);
    await recordPaused(database, both, pause);
    await want(database, target('staging'), 'A', 0);
    await putHold(database, {
      environment: 'staging',
      digest: 'd',
      held: [1, 2, 3].map(() => ({ release: aRelease(), digest: 'A' })),
      continued: [{ release: aRelease(), digest: 'B' }],
    });
    expect(await countSync(database, environments)).toEqual([
      { environment: 'dev', halt: 'paused', releases: 2 },
      { environment: 'dev', halt: 'held', releases: 0 },
      { environment: 'dev', halt: 'stopped', releases: 1 },
      { environment: 'staging', halt: 'paused', releases: 1 },
      { environment: 'staging', halt: 'held', releases: 3 },
      { environment: 'staging', halt: 'stopped', releases: 0 },
    ]);
    expect(await countSync(database, environments.slice(2))).toEqual([]);
  });
});

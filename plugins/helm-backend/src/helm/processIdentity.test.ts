import { isAlive, processStartTime, readHostIdentity } from './processIdentity';

const stat = (state: string, start: string) =>
  `42 (helm (x) y) ${state} 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 ${start} 20 21`;

describe('processIdentity', () => {
  it('reads the start time behind a name with brackets', async () => {
    expect(await processStartTime(42, async () => stat('S', '777'))).toBe(
      '777',
    );
  });

  it('knows this very process, and not another of its id', async () => {
    const startTime = await processStartTime(process.pid);
    expect(startTime).toMatch(/^\d+$/);
    expect(await isAlive({ pid: process.pid, startTime })).toBe(true);
    expect(await isAlive({ pid: process.pid, startTime: '1' })).toBe(false);
  });

  it('counts a zombie as gone', async () => {
    expect(
      await isAlive({ pid: 42, startTime: '777' }, async () =>
        stat('Z', '777'),
      ),
    ).toBe(false);
  });

  it('has a boot id, or the start of the backend in its place', async () => {
    const here = await readHostIdentity();
    expect(here).toEqual(await readHostIdentity());
    const elsewhere = await readHostIdentity({
      startedAt: 5,
      read: async () => {
        throw new Error('no such file');
      },
    });
    expect(elsewhere.bootId).toBe('started-5');
  });
});

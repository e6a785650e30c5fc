import { limitConcurrency } from './limitConcurrency';

describe('limitConcurrency', () => {
  it('runs no more at once, all of them, in order, whatever fails', async () => {
    const limited = limitConcurrency(2);
    const started: number[] = [];
    let running = 0;
    let most = 0;
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        limited(async () => {
          started.push(index);
          running += 1;
          most = Math.max(most, running);
          await new Promise(resolve => setTimeout(resolve, index % 3));
          running -= 1;
          if (index % 4 === 0) {
            throw new Error('no');
          }
          return index;
        }),
      ),
    );
    expect(most).toBe(2);
    expect(started).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(
      5,
    );
    expect(await limited(async () => 'free again')).toBe('free again');
  });
});

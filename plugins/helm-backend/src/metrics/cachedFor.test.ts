import { cachedFor } from './cachedFor';

describe('cachedFor', () => {
  it('reads once for all who ask, and again when that is old', async () => {
    let time = 0;
    const read = jest.fn(async () => time);
    const cached = cachedFor(10, () => time, read);
    expect(await Promise.all([cached(), cached()])).toEqual([0, 0]);
    time = 9;
    expect(await cached()).toBe(0);
    time = 10;
    expect(await cached()).toBe(10);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('does not ask what failed more often', async () => {
    let time = 0;
    const read = jest
      .fn<number, []>()
      .mockImplementationOnce(() => {
        throw new Error('away');
      })
      .mockReturnValueOnce(1);
    const cached = cachedFor(10, () => time, read);
    await expect(cached()).rejects.toThrow('away');
    await expect(cached()).rejects.toThrow('away');
    time = 10;
    expect(await cached()).toBe(1);
    expect(read).toHaveBeenCalledTimes(2);
  });
});

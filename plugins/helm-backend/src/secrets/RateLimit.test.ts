import { RateLimit } from './RateLimit';

describe('RateLimit', () => {
  it('counts for each caller, and forgets', () => {
    let time = 0;
    const rate = new RateLimit({ most: 2, perMs: 1_000, now: () => time });
    expect([rate.take('ana'), rate.take('ana'), rate.take('ana')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(rate.take('bob')).toBe(true);
    time = 1_000;
    expect(rate.take('ana')).toBe(true);
    expect(rate.size).toBe(1);
  });
});
